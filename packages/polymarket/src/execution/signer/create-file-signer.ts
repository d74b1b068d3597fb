import { BotError, messageOf } from '@bot/core'
import { createLocalSigner } from './create-local-signer.js'
import type { Signer } from './signer.js'

/** Where a key lies, and how to get at files; `stat` and `readFile` of `node:fs/promises` fit. */
export type FileSignerOptions = Readonly<{
  path: string
  /** Tells a file's mode bits. */
  stat: (path: string) => Promise<Readonly<{ mode: number }>>
  readFile: (path: string, encoding: 'utf8') => Promise<string>
}>

/** Rights of anyone but the owner. */
const OTHERS = 0o077

/**
 * Makes a signer from a file that holds a private key and nothing else.
 *
 * A file that others may read, write or run is refused before it is read. The key is held by this process until it
 * ends, and shown nowhere.
 *
 * @throws BotError `invalid-config` for a file that is not there, open to others, or holds no key.
 */
export const createFileSigner = async (options: FileSignerOptions): Promise<Signer> => {
  const { path } = options
  const { mode } = await options.stat(path).catch((cause: unknown) => {
    throw unreadable(path, cause)
  })
  if ((mode & OTHERS) !== 0) throw tooOpen(path, mode)
  const text = await options.readFile(path, 'utf8').catch((cause: unknown) => {
    throw unreadable(path, cause)
  })
  return createLocalSigner(text)
}

/** The cause may hold what was read: only its words are kept. */
const unreadable = (path: string, cause: unknown): BotError =>
  new BotError(
    'invalid-config',
    `Expected a key file at ${path}, was ${messageOf(cause)}; check the path`,
    { path },
  )

const tooOpen = (path: string, mode: number): BotError => {
  const rights = (mode & 0o777).toString(8).padStart(3, '0')
  return new BotError(
    'invalid-config',
    `Expected a key file that only its owner can read, was mode ${rights}; run: chmod 600 ${quoted(path)}`,
    { path, mode: rights },
  )
}

/** Quotes a path for a shell where it needs to be. */
const quoted = (path: string): string =>
  /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`

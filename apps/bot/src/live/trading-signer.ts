import { readFile, stat } from 'node:fs/promises'
import { BotError } from '@bot/core'
import {
  createCommandSigner,
  createFileSigner,
  createLocalSigner,
  type HexText,
  type Signer,
} from '@bot/polymarket'
import type { Settings } from '../config/settings.js'
import { runProgram } from '../effects/run-program.js'
import { systemClock } from '../effects/system-clock.js'

type KeySettings = Pick<Settings, 'privateKey' | 'keyFile' | 'signerCommand' | 'signerAddress'>

/** Who signs, and where the key is, for people. */
export type TradingSigner = Readonly<{ signer: Signer; keySource: string }>

/** Tells whether any way to sign was set. */
export const hasKey = (settings: KeySettings): boolean => waysOf(settings).length > 0

/**
 * Opens the one way to sign that was set: a key of the environment, a key file, or a command.
 *
 * @throws BotError `invalid-config` when there is none, more than one, or what it names cannot be used.
 */
export const openTradingSigner = async (settings: KeySettings): Promise<TradingSigner> => {
  const ways = waysOf(settings)
  const [way] = ways
  if (way === undefined || ways.length > 1) {
    const was = ways.length === 0 ? 'none' : `${ways.map(({ env }) => env).join(' and ')}`
    throw new BotError(
      'invalid-config',
      `Expected one way to sign (POLYGON_SIGNER_COMMAND, POLYGON_WALLET_KEY_FILE or POLYGON_WALLET_PRIVATE_KEY), was ${was}; docs/live.md says how to choose`,
    )
  }
  return { signer: await way.open(), keySource: way.env }
}

type Way = Readonly<{ env: string; open: () => Promise<Signer> | Signer }>

const waysOf = (settings: KeySettings): readonly Way[] => {
  const { privateKey, keyFile, signerCommand } = settings
  return [
    ...(signerCommand.length === 0
      ? []
      : [{ env: 'POLYGON_SIGNER_COMMAND', open: () => openCommand(settings) }]),
    ...(keyFile === undefined
      ? []
      : [
          {
            env: 'POLYGON_WALLET_KEY_FILE',
            open: () => createFileSigner({ path: keyFile, stat, readFile }),
          },
        ]),
    ...(privateKey === undefined
      ? []
      : [{ env: 'POLYGON_WALLET_PRIVATE_KEY', open: () => createLocalSigner(privateKey) }]),
  ]
}

const openCommand = ({ signerCommand, signerAddress }: KeySettings): Signer => {
  const [program = '', ...given] = signerCommand
  if (signerAddress === undefined) {
    throw new BotError(
      'invalid-config',
      'Expected POLYGON_SIGNER_ADDRESS beside POLYGON_SIGNER_COMMAND, was nothing; every signature is checked against it',
    )
  }
  const run = (input: string, signal: AbortSignal) => runProgram(program, given, input, signal)
  return createCommandSigner({ address: signerAddress as HexText, run, clock: systemClock })
}

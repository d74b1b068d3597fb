import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { BotError, type MarketFacts, messageOf, type TimeMs, timeMs } from '@bot/core'
import { parseGammaMarket } from '@bot/polymarket'
import { parseJsonFile } from '../effects/parse-json-file.js'
import { readLineBatches } from './read-lines.js'

/** One line of `frames.jsonl.gz`. `data` is parsed JSON; `text` what was no JSON when it came. */
export type RecordedLine =
  | Readonly<{ kind: 'frame'; line: number; at: TimeMs; connection?: string; data: unknown }>
  | Readonly<{ kind: 'text'; line: number; at: TimeMs; connection?: string; text: string }>
  | Readonly<{ kind: 'open'; line: number; at: TimeMs; connection?: string }>
  | Readonly<{ kind: 'close'; line: number; at: TimeMs; connection?: string }>
  | Readonly<{ kind: 'damaged'; line: number; problem: string }>

/** What is wrong with a recording, with the file and line. */
export type Damage = Readonly<{ file: string; line: number; problem: string }>

/** A recording that is ready to be run. */
export type Recording = Readonly<{
  name: string
  folder: string
  framesFile: string
  markets: readonly MarketFacts[]
  rejectedMarkets: readonly string[]
  /** Yields the lines in their order, in batches. */
  lines: () => AsyncGenerator<readonly RecordedLine[]>
}>

/**
 * Opens a recording folder.
 *
 * @throws BotError `invalid-input-file` when the folder is no recording or its markets cannot be read.
 */
export const openRecording = async (folder: string): Promise<Recording> => {
  const framesFile = ['frames.jsonl.gz', 'frames.jsonl']
    .map((name) => join(folder, name))
    .find(existsSync)
  if (framesFile === undefined) {
    throw new BotError(
      'invalid-input-file',
      `Expected a recording folder with frames.jsonl.gz, was ${folder}. A recording has manifest.json, markets.json and frames.jsonl.gz.`,
      { folder },
    )
  }
  const markets: MarketFacts[] = []
  const rejectedMarkets: string[] = []
  for (const raw of await readMarkets(join(folder, 'markets.json'))) {
    const parsed = parseGammaMarket(raw)
    if ('facts' in parsed) markets.push(parsed.facts)
    else rejectedMarkets.push(parsed.rejected)
  }
  return {
    name: basename(folder),
    folder,
    framesFile,
    markets,
    rejectedMarkets,
    lines: () => recordedLines(framesFile),
  }
}

const readMarkets = async (file: string): Promise<readonly unknown[]> => {
  const text = await readFile(file, 'utf8').catch((thrown: unknown) => {
    throw new BotError(
      'invalid-input-file',
      `Expected ${file}: ${messageOf(thrown)}`,
      { file },
      thrown,
    )
  })
  const parsed = parseJsonFile(file, text)
  if (Array.isArray(parsed)) return parsed
  throw new BotError('invalid-input-file', `Expected ${file} to hold an array of Gamma markets`, {
    file,
  })
}

async function* recordedLines(file: string): AsyncGenerator<readonly RecordedLine[]> {
  for await (const batch of readLineBatches(file)) {
    yield batch.flatMap((item): RecordedLine | readonly RecordedLine[] => {
      if ('problem' in item) return { kind: 'damaged', ...item }
      return item.text === '' ? [] : parseLine(item.line, item.text)
    })
  }
}

/** Times outside the years 2001 to 2096 are seconds or microseconds; a replay would scan for ever to reach them. */
const EARLIEST = 1e12
const LATEST = 4e12

const parseLine = (line: number, text: string): RecordedLine => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (thrown) {
    return { kind: 'damaged', line, problem: messageOf(thrown) }
  }
  if (typeof value !== 'object' || value === null)
    return { kind: 'damaged', line, problem: 'no object' }
  const { t, c, d, raw, e } = value as Readonly<Record<'t' | 'c' | 'd' | 'raw' | 'e', unknown>>
  if (typeof t !== 'number' || !Number.isSafeInteger(t) || t < EARLIEST || t > LATEST) {
    return { kind: 'damaged', line, problem: `expected t in milliseconds, was ${String(t)}` }
  }
  const base = { line, at: timeMs(t), ...(c === undefined ? {} : { connection: String(c) }) }
  if (e === 'open') return { kind: 'open', ...base }
  if (e === 'close') return { kind: 'close', ...base }
  if (typeof raw === 'string') return { kind: 'text', ...base, text: raw }
  if (d !== undefined) return { kind: 'frame', ...base, data: d }
  return { kind: 'damaged', line, problem: 'expected d, raw or e' }
}

import { BotError, createSeededRandom, type TokenId } from '@bot/core'
import { type ParsedMarket, parseGammaMarket } from '@bot/polymarket'
import { createFeed } from '@bot/realtime-feed'
import type { Config } from '../config/load-config.js'
import { systemClock } from '../effects/system-clock.js'
import { startRecording } from '../recording/write-recording.js'
import { withVenue } from '../venue/open-venue.js'
import type { Venue } from '../venue/venue.js'
import { printJson, printLine } from './print.js'
import { stopSignal } from './stop-signal.js'

/** What `bot record` was asked. */
export type RecordCommand = Readonly<{
  folder: string
  minutes?: number
  tokens: number
  json: boolean
}>

/** Records every frame of the market channel as it comes; returns the exit code. */
export const recordCommand = (command: RecordCommand, config: Config): Promise<number> =>
  withVenue(config, async (venue) => {
    const { raw, tokens } = await chooseMarkets(venue, command.tokens)
    const recording = startRecording(command.folder, raw)
    const from = Date.now()
    const feed = createFeed({
      protocol: venue.reads.stream,
      reader: venue.reads.readBooks,
      clock: systemClock,
      random: createSeededRandom(config.settings.seed),
      tokens,
      onEvents: () => {},
    })
    feed.on('frame', ({ socket, at, text, decoded }) => {
      if (decoded.pong) return
      recording.write({ t: at, c: socket, ...asData(text) })
    })
    feed.on('connection', ({ socket, state, at }) => {
      if (state === 'open') recording.write({ t: at, c: socket, e: 'open' })
      if (state === 'dead' || state === 'closed') recording.write({ t: at, c: socket, e: 'close' })
    })
    if (!command.json)
      printLine(
        `Recording ${tokens.length} tokens of ${venue.label} into ${command.folder}; Ctrl-C ends it`,
      )
    await Promise.race([stopSignal(), ...timeLimit(command.minutes)])
    await feed.close()
    const lines = await recording.close({
      venue: venue.name,
      channel: 'market',
      simulated: venue.simulated,
      from,
      to: Date.now(),
      tokens,
    })
    const result = {
      folder: command.folder,
      lines,
      tokens: tokens.length,
      seconds: Math.round((Date.now() - from) / 1000),
    }
    if (command.json) printJson(result)
    else printLine(`${lines} lines in ${result.seconds} s`)
    return 0
  })

const timeLimit = (minutes: number | undefined): readonly Promise<unknown>[] =>
  minutes === undefined ? [] : [new Promise((resolve) => setTimeout(resolve, minutes * 60_000))]

const asData = (text: string): Readonly<{ d: unknown }> | Readonly<{ raw: string }> => {
  try {
    return { d: JSON.parse(text) as unknown }
  } catch {
    return { raw: text }
  }
}

type Chosen = Readonly<{ raw: readonly unknown[]; tokens: readonly TokenId[] }>

/** Takes the first tradable markets of the listing, raw, as a recording keeps them. */
const chooseMarkets = async (venue: Venue, most: number): Promise<Chosen> => {
  const reply = await venue.reads.transport.send({
    host: 'gamma',
    path: '/markets/keyset',
    query: { limit: 100, closed: false },
  })
  const listed = (reply.body as Readonly<{ markets?: unknown }> | null)?.markets
  if (reply.status !== 200 || !Array.isArray(listed)) {
    throw new BotError(
      'unexpected-response',
      `Expected markets from Gamma, was status ${reply.status}`,
    )
  }
  const raw: unknown[] = []
  const tokens: TokenId[] = []
  for (const market of listed) {
    const parsed: ParsedMarket = parseGammaMarket(market)
    if (!('facts' in parsed) || !parsed.facts.tradable) continue
    if (tokens.length + parsed.facts.tokens.length > most) break
    raw.push(market)
    tokens.push(...parsed.facts.tokens)
  }
  return { raw, tokens }
}

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { certify, findOpportunities, type Opportunity } from '@bot/arbitrage'
import {
  applySnapshot,
  createOrderBook,
  isCrossed,
  type MarketFacts,
  type OrderBook,
  parseSize,
  parseUsd,
  type StreamUpdate,
  sameInstant,
  setLevel,
  type TokenId,
  timeMs,
} from '@bot/core'
import { createMarketStreamProtocol, parseGammaMarket } from '@bot/polymarket'
import { expect, test } from 'vitest'
import { markdownTable } from './fixtures/markdown-table.js'

const data = process.env['BOT_DATA_DIR'] ?? join(import.meta.dirname, '../../shared/data')
const recordings = join(data, 'recordings')
const page = join(import.meta.dirname, '../docs/results/arbitrage-recordings.md')

type Episode = Readonly<{ kind: string; from: number; to: number; usd: number }>
type Chain = { frames: number; naive: number; sameInstant: number; uncrossed: number }
type Result = Readonly<{ chain: Chain; episodes: Episode[]; ends: Map<string, number> }>

const apply = (books: Map<TokenId, OrderBook>, update: StreamUpdate): boolean => {
  if (update.kind === 'book') {
    const book = books.get(update.token) ?? createOrderBook(update.token)
    books.set(update.token, book)
    applySnapshot(
      book,
      { epoch: 1, bids: update.bids, asks: update.asks },
      update.venueAt,
      update.venueAt,
    )
    return true
  }
  if (update.kind !== 'changes') return false
  for (const { token, side, price, size } of update.changes) {
    const book = books.get(token)
    if (book === undefined) continue
    setLevel(book, side, price, size)
    book.changedAt = update.venueAt
    book.provenAliveAt = update.venueAt
  }
  return true
}

const readMarket = (folder: string): MarketFacts => {
  const [raw] = JSON.parse(readFileSync(join(folder, 'markets.json'), 'utf8')) as unknown[]
  const parsed = parseGammaMarket(raw)
  if (!('facts' in parsed)) throw new Error(parsed.rejected)
  return parsed.facts
}

const linesOf = (folder: string): { t: number; d: unknown }[] =>
  gunzipSync(readFileSync(join(folder, 'frames.jsonl.gz')))
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { t: number; d: unknown })
    .sort((a, b) => a.t - b.t)

const KINDS = ['complement-buy', 'complement-sell'] as const

/** What the best prices promise by themselves: shares at the top of both books, times what a set is off one dollar. */
const naiveUsd = (one: Opportunity, bookOf: (token: TokenId) => OrderBook | undefined): number => {
  const sizes = (one.markets[0]?.tokens ?? []).map((token) => {
    const book = bookOf(token)
    const ladder = one.kind === 'complement-buy' ? book?.asks : book?.bids
    return ladder?.sizes[ladder.sizes.length - 1] ?? 0
  })
  return (Math.min(...sizes) / 1e6) * (Math.abs(10_000 - one.topSum) / 10_000)
}

/** Certifies as if a person had confirmed the complement, so that every later step is tried as well. */
const judge = (
  one: Opportunity,
  bookOf: (token: TokenId) => OrderBook | undefined,
  at: number,
): string => {
  const proven = certify(one, {
    now: timeMs(at),
    bookOf,
    targetEdge: parseUsd('0.000001'),
    maxUsd: parseUsd('1000000'),
    maxSkewMs: 2_000,
    maxBookAgeMs: 10_000,
    lot: parseSize('0.01'),
    minimumOrderUsd: parseUsd('1'),
    confirmedComplement: () => true,
  })
  return 'refused' in proven ? proven.refused : 'certified'
}

const count = (
  chain: Chain,
  one: Opportunity,
  bookOf: (token: TokenId) => OrderBook | undefined,
): void => {
  chain.naive += 1
  const books = (one.markets[0]?.tokens ?? []).flatMap((token) => bookOf(token) ?? [])
  const [first, second] = books
  if (first === undefined || second === undefined || !sameInstant(first, second)) return
  chain.sameInstant += 1
  if (!books.some(isCrossed)) chain.uncrossed += 1
}

const play = (folder: string, result: Result): void => {
  const market = readMarket(folder)
  const books = new Map<TokenId, OrderBook>()
  const bookOf = (token: TokenId) => books.get(token)
  const protocol = createMarketStreamProtocol()
  const open = new Map<string, Episode>()
  for (const { t, d } of linesOf(folder)) {
    result.chain.frames += 1
    const changed = protocol
      .decodeMessage(d, timeMs(t))
      .updates.map((update) => apply(books, update))
    if (!changed.includes(true)) continue
    const found = findOpportunities([market], bookOf)
    for (const kind of KINDS) {
      const one = found.find((each) => each.kind === kind)
      const episode = open.get(kind)
      if (one === undefined) {
        if (episode !== undefined) result.episodes.push({ ...episode, to: t })
        open.delete(kind)
        continue
      }
      count(result.chain, one, bookOf)
      const end = judge(one, bookOf, t)
      result.ends.set(end, (result.ends.get(end) ?? 0) + 1)
      const usd = Math.max(episode?.usd ?? 0, naiveUsd(one, bookOf))
      open.set(kind, { kind, from: episode?.from ?? t, to: t, usd })
    }
  }
  result.episodes.push(...open.values())
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const dollars = (value: number): string => `$${Math.round(value).toLocaleString('en-US')}`
const lifeOf = ({ from, to }: Episode): number => to - from

const ENDS: Readonly<Record<string, string>> = {
  'crossed-book':
    'one of the two books has its best bid at or above its best ask: no matcher leaves that, a message is late or lost',
  'different-instant': 'the two books are of different moments: skew of the feed',
  'stale-book': 'a book was not proven current for more than 10 s',
  'one-sided-book': 'a book has no bid or no ask left',
}

const PUBLISHED: readonly (readonly [string, string, string])[] = [
  [
    'Saguillo et al. (AFT 2025, arXiv 2508.03474)',
    '$39.6 million "extracted" in a year; 41 % of 17,218 conditions with an opportunity',
    'average prices of trades a block, carried forward up to an hour; both legs matched by one wallet in a window. Neither one instant nor an executable book is asked for: our first step',
  ],
  [
    'Gebele, Mutzel, Matthes (arXiv 2608.00666)',
    '$1.118 million realised in total; $291,424 in the window of the study above, about 136 times less',
    'only positions whose proceeds the protocol paid out: merged, converted, redeemed. Our last step',
  ],
  [
    'the same, by second hand',
    '2,098 episodes of buying every YES and 36 of buying NO after fees in five weeks of the whole venue, median life 8 s; 4,014 baskets earned $14,199',
    'a replay of 308 million messages, events of several outcomes. Our step after fees',
  ],
  [
    'Cheng et al. (arXiv 2605.00864)',
    '7 episodes of one market in 173 basketball games, median 3.6 s, $210 in all; 30 of 37 raw detections were made after the game',
    'live books, like these recordings: 0.04 episodes a game',
  ],
]

const render = ({ chain, episodes, ends }: Result, games: number): string => {
  const naive = episodes.reduce((sum, { usd }) => sum + usd, 0)
  const largest = [...episodes].sort((a, b) => b.usd - a.usd).slice(0, 2)
  const largestUsd = largest.reduce((sum, { usd }) => sum + usd, 0)
  const lives = episodes.map(lifeOf)
  const oneFrame = lives.filter((life) => life === 0).length
  return `# Recorded games: from naive sums to certificates

Made by \`tests/arbitrage-real-recordings.test.ts\` from ${games} recordings of baseball moneylines of June 2025;
\`vitest run -u\` on that file writes it again. \`bot replay <recordings...> --json\` runs the same recordings through the
whole bot and counts every refusal; it certifies nothing either.

## The chain

| Step | States | What is left out |
|---|---|---|
| frames | ${chain.frames} | |
| naive: both asks below $1, or both bids above $1 | ${chain.naive} | |
| both books of one instant | ${chain.sameInstant} | ${chain.naive - chain.sameInstant} sums of two moments |
| neither book crossed | ${chain.uncrossed} | ${chain.sameInstant - chain.uncrossed} sums on a book that no matcher leaves |
| depth, fees, size, path | ${ends.get('certified') ?? 0} | nothing arrives here |

The naive states are ${episodes.length} episodes, which promise ${dollars(naive)} at the best prices; two of them,
when the game was decided, promise ${dollars(largestUsd)} of that. ${oneFrame} episodes are over within the same millisecond, the longest lasts
 ${(Math.max(...lives) / 1000).toFixed(1)} s (median ${median(lives)} ms): a book that stays crossed is a book whose update is missing, not an offer that
nobody takes. **Certified: 0, worth $0.** The ratio of naive to certified, our honest headline, is ${chain.naive} : 0.

Why certifying refuses, even if somebody had confirmed each sum by hand (\`confirmedComplement\`); the first fault counts:

${markdownTable([
  ['Reason', 'States', 'Meaning'],
  ...[...ends]
    .sort(([, a], [, b]) => b - a)
    .map(([reason, states]) => [`\`${reason}\``, states, ENDS[reason] ?? '']),
])}

## Through the whole bot

\`bot replay\` looked 753 times (2026-11-22; a scan looks at a state again): naive 753 → same instant 729 → uncrossed 0 →
depth, fees, size, executable path, risk, sent, filled, realised 0. It names the first fault of each look, and looks for a
crossed book before it compares instants, so more of them end at "uncrossed" than in the chain above.

## Published numbers next to it

${markdownTable([['Source', 'Number', 'What it counts, and which step of the chain that is'], ...PUBLISHED])}

${games} games without an episode do not contradict 0.04 a game: about one would have been expected. They contradict a
scanner that reports ${episodes.length}. These recordings hold one market each, so they say nothing about negRisk events,
where nearly all of the realised money was made (by conversion, $1.086 of $1.118 million), and nothing about today's rules:
fees and the matcher have changed since.
`
}

test('nothing of 19 recorded games is arbitrage, and each naive sum ends at a step that is counted', async (context) => {
  if (!existsSync(recordings)) return context.skip(`no recordings in ${recordings}`)
  const folders = readdirSync(recordings)
  const result: Result = {
    chain: { frames: 0, naive: 0, sameInstant: 0, uncrossed: 0 },
    episodes: [],
    ends: new Map(),
  }
  for (const folder of folders) play(join(recordings, folder), result)
  expect(result.chain).toMatchObject({ frames: 64_768, uncrossed: 0 })
  expect(result.ends.has('certified')).toBe(false)
  const ended = [...result.ends.values()].reduce((sum, states) => sum + states, 0)
  expect(ended).toBe(result.chain.naive)
  expect([...result.ends.keys()].filter((reason) => !(reason in ENDS))).toEqual([])
  await expect(render(result, folders.length)).toMatchFileSnapshot(page)
}, 120_000)

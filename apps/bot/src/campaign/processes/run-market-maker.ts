import { createSeededRandom } from '@bot/core'
import { tell } from './ask.js'

/** What makes prices that do not fit together, beside the exchange's own population. */
export type MarketMaker = Readonly<{
  planted: () => number
  stop: () => Promise<void>
}>

const OUTCOMES = ['red', 'green', 'blue'] as const
const EVERY_MS = 1_500
const SHARES = '60'
/** How often all outcomes together cost less than a dollar, and how often they fetch more. */
const PLANTED = { cheap: 0.35, dear: 0.35 }

type MadeMarket = Readonly<{ tokens: readonly string[] }>

/** Makes an event of exclusive outcomes and quotes it, now and then too cheaply, until it is stopped. */
export const runMarketMaker = async (sim: string, seed: number): Promise<MarketMaker> => {
  const random = createSeededRandom(`${seed}:maker`)
  const tokens = await makeEvent(sim, seed)
  let planted = 0
  let stopped = false
  const quote = async (): Promise<void> => {
    const { sum, spread } = drawQuotes(random)
    if (spread < WIDE || sum < 100) planted += 1
    const asks = split(sum, random)
    for (const [index, token] of tokens.entries()) {
      const ask = asks[index] ?? 1
      await tell(`${sim}/_sim/book`, {
        token,
        bids: [[cents(Math.max(1, ask - spread)), SHARES]],
        asks: [[cents(ask), SHARES]],
      })
    }
  }
  const loop = async (): Promise<void> => {
    while (!stopped) {
      await quote()
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
    }
  }
  const running = loop()
  return {
    planted: () => planted,
    stop: () => {
      stopped = true
      return running
    },
  }
}

const WIDE = 6

/** Cents that all outcomes together are asked for, and what is bid less for each. */
const drawQuotes = (random: () => number): Readonly<{ sum: number; spread: number }> => {
  const kind = random()
  const few = Math.floor(random() * 8)
  if (kind < PLANTED.cheap) return { sum: 88 + few, spread: WIDE }
  if (kind < PLANTED.cheap + PLANTED.dear) return { sum: 110 + few, spread: 1 }
  return { sum: 103 + few, spread: WIDE }
}

const makeEvent = async (sim: string, seed: number): Promise<readonly string[]> => {
  const reply = await fetch(`${sim}/_sim/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      slug: `campaign-${seed}`,
      title: `Which colour of campaign ${seed}?`,
      negRisk: true,
      markets: OUTCOMES.map((colour) => ({
        slug: `campaign-${seed}-${colour}`,
        question: `Will it be ${colour}?`,
        label: colour,
      })),
    }),
  })
  if (!reply.ok) throw new Error(`no event was made: ${await reply.text()}`)
  const made = (await reply.json()) as readonly MadeMarket[]
  return made.flatMap((market) => market.tokens.slice(0, 1))
}

/** Splits cents among the outcomes, each at least a fifth. */
const split = (sum: number, random: () => number): readonly number[] => {
  const part = (): number => Math.floor(sum * (0.22 + random() * 0.2))
  const [first, second] = [part(), part()]
  return [first, second, sum - first - second]
}

const cents = (value: number): string => (value / 100).toFixed(2)

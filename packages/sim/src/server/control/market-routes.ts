import { BotError, parseSize, type TimeMs, timeMs } from '@bot/core'
import { z } from 'zod'
import type { MarketSpec, SimEvent, SimMarket } from '../../exchange/sim-market.js'
import { tickOf } from '../faults/tick-of.js'
import { findMarket } from '../find-market.js'
import type { Route } from '../http/route.js'
import type { ServerContext } from '../server-context.js'
import { controlRoute } from './control-route.js'
import { sharesText } from './control-texts.js'

const slugText = z.string().regex(/^[a-z0-9-]{1,120}$/, 'expected lower-case words with "-"')

const marketFields = {
  slug: slugText,
  question: z.string().min(1).max(500),
  label: z.string().optional(),
  outcomes: z.tuple([z.string().min(1), z.string().min(1)]).optional(),
  tick: z.string().optional(),
  minimumSize: sharesText.optional(),
  category: z.string().optional(),
  /** The taker's rate in millionths, such as 40000 for 4 %. */
  feePpm: z.int().min(0).max(1_000_000).optional(),
  role: z.enum(['named', 'other', 'placeholder']).optional(),
}
const endsInSeconds = z.number().positive().default(86_400)

const MarketBody = z.strictObject({ ...marketFields, endsInSeconds })

const EventBody = z.strictObject({
  slug: slugText,
  title: z.string().min(1).max(500),
  negRisk: z.boolean().default(false),
  augmented: z.boolean().default(false),
  endsInSeconds,
  markets: z.array(z.strictObject(marketFields)).min(1).max(100),
})

const StatusBody = z.strictObject({
  market: z.string(),
  status: z.enum(['open', 'paused', 'closed']),
})

const TickBody = z.strictObject({ market: z.string(), tick: z.string() })

const ResolveBody = z.strictObject({
  market: z.string(),
  stage: z.enum(['proposed', 'disputed', 'reported', 'resolved']).default('resolved'),
  /** The name or the token of the outcome that wins; without it the market resolves in halves. */
  winner: z.string().optional(),
})

/** Makes the routes that make, pause and resolve markets, and change their tick. */
export const marketControlRoutes = ({ exchange }: ServerContext): readonly Route[] => {
  const endsAt = (seconds: number): TimeMs => timeMs(exchange.now() + Math.round(seconds * 1_000))
  return [
    controlRoute('markets', MarketBody, ({ endsInSeconds: seconds, ...fields }) =>
      exchange.createMarket({ ...specOf(fields), endsAt: endsAt(seconds) }),
    ),
    controlRoute('events', EventBody, ({ slug, title, negRisk, augmented, markets, ...rest }) => {
      const id = String(exchange.markets().length + 1_000_000)
      const group = { negRisk: { group: `0x${id.padStart(62, '0')}00`, augmented } }
      const event: SimEvent = { id, slug, title, ...(negRisk ? group : {}) }
      const at = endsAt(rest.endsInSeconds)
      const specs = markets.map((fields) => ({ ...specOf(fields), event, endsAt: at }))
      return specs.map((spec) =>
        exchange.createMarket(negRisk ? { negRiskRole: 'named', ...spec } : spec),
      )
    }),
    controlRoute('status', StatusBody, ({ market, status }) => {
      const { id } = findMarket(exchange, market)
      exchange.setStatus(id, status)
      return exchange.market(id)
    }),
    controlRoute('tick', TickBody, ({ market, tick }) => {
      const { id } = findMarket(exchange, market)
      exchange.setTick(id, tickOf(tick))
      return exchange.market(id)
    }),
    controlRoute('resolve', ResolveBody, ({ market: named, stage, winner }) => {
      const market = findMarket(exchange, named)
      const payouts = payoutsOf(market, winner)
      if (stage === 'proposed') exchange.propose(market.id, payouts)
      else if (stage === 'disputed') exchange.dispute(market.id)
      else if (stage === 'reported') exchange.report(market.id, payouts)
      else exchange.resolve(market.id, payouts)
      return exchange.market(market.id)
    }),
  ]
}

type MarketFields = Omit<z.infer<typeof MarketBody>, 'endsInSeconds'>

const specOf = (fields: MarketFields): Omit<MarketSpec, 'endsAt'> => {
  const { slug, question, label, outcomes, tick, minimumSize, category, feePpm, role } = fields
  return {
    slug,
    question,
    ...(label === undefined ? {} : { label }),
    ...(outcomes === undefined ? {} : { outcomes }),
    ...(tick === undefined ? {} : { tick: tickOf(tick) }),
    ...(minimumSize === undefined ? {} : { minimumSize: parseSize(minimumSize) }),
    ...(category === undefined ? {} : { category }),
    ...(feePpm === undefined ? {} : { fee: { ratePpm: feePpm, exponent: 1, takerOnly: true } }),
    ...(role === undefined ? {} : { negRiskRole: role }),
  }
}

const HALVES = [500_000, 500_000] as const

const payoutsOf = (market: SimMarket, winner: string | undefined): readonly [number, number] => {
  if (winner === undefined) return HALVES
  const names = [...market.outcomes, ...market.tokens]
  const index = names.findIndex((name) => name.toLowerCase() === winner.toLowerCase())
  if (index === -1) {
    throw new BotError(
      'invalid-argument',
      `Expected winner to be ${market.outcomes.join(' or ')} or one of the tokens, was "${winner}"`,
      { winner },
    )
  }
  return index % 2 === 0 ? [1_000_000, 0] : [0, 1_000_000]
}

import { z } from 'zod'

/** What every event says, in odds and in scores. */
export type OddsEventFields = {
  id: string
  sport_key: string
  commence_time: string
  home_team: string
  away_team: string
}
/** A price of one outcome. */
export type OddsOutcome = { name: string; price: number }
/** A market of a bookmaker; its outcomes are read when it is the one that is wanted. */
export type OddsMarket = { key: string; outcomes?: unknown }
/** A side's score. */
export type OddsScore = { name: string; score: number }
/** A sport of The Odds API. */
export type OddsSport = Readonly<{ key: string; group: string; title: string; active: boolean }>

const event = z.object({
  id: z.string().min(1),
  sport_key: z.string().min(1),
  commence_time: z.string(),
  home_team: z.string().min(1),
  away_team: z.string().min(1),
})

/** An event with its bookmakers; each of them is read by itself. */
export const oddsShape: z.ZodType<OddsEventFields & { bookmakers: unknown[] }> = event.extend({
  bookmakers: z.array(z.unknown()),
})

/** What we read of a bookmaker. */
export const bookmakerShape: z.ZodType<{ markets: OddsMarket[] }> = z.object({
  markets: z.array(z.object({ key: z.string(), outcomes: z.unknown().optional() })),
})

/** The outcomes of a market. */
export const outcomesShape: z.ZodType<OddsOutcome[]> = z.array(
  z.object({ name: z.string().min(1), price: z.number() }),
)

const count = z.string().regex(/^\d+$/).transform(Number)

/** An event with its scores, which are null before the start. */
export const scoresShape: z.ZodType<
  OddsEventFields & { completed: boolean; scores: OddsScore[] | null }
> = event.extend({
  completed: z.boolean(),
  scores: z.array(z.object({ name: z.string(), score: count })).nullable(),
})

/** A sport that the API knows. */
export const sportShape: z.ZodType<OddsSport> = z.object({
  key: z.string().min(1),
  group: z.string(),
  title: z.string(),
  active: z.boolean(),
})

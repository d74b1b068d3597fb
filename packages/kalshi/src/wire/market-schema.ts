import { z } from 'zod'

type Text = string | null | undefined

/** What we read of a market, in the names of both contracts: `ticker` and `close_time`, `ticker_name` and `close_date`. */
export type MarketFields = {
  ticker?: Text
  ticker_name?: Text
  event_ticker?: Text
  title?: Text
  event_title?: Text
  name?: Text
  yes_sub_title?: Text
  status: string
  result?: Text
  close_time?: Text
  close_date?: Text
  rules_primary?: Text
  rules_secondary?: Text
  rulebook_variables?: Record<string, unknown> | null | undefined
  strike_type?: Text
  floor_strike?: number | null | undefined
  cap_strike?: number | null | undefined
  custom_strike?: Record<string, unknown> | null | undefined
  yes_bid?: unknown
  yes_ask?: unknown
  yes_bid_dollars?: unknown
  yes_ask_dollars?: unknown
}

const text = z.string().nullish()
const strike = z.number().nullish()
const values = z.record(z.string(), z.unknown()).nullish()

/** The shape of {@link MarketFields}. */
export const marketShape: z.ZodType<MarketFields> = z.object({
  ticker: text,
  ticker_name: text,
  event_ticker: text,
  title: text,
  event_title: text,
  name: text,
  yes_sub_title: text,
  status: z.string(),
  result: text,
  close_time: text,
  close_date: text,
  rules_primary: text,
  rules_secondary: text,
  rulebook_variables: values,
  strike_type: text,
  floor_strike: strike,
  cap_strike: strike,
  custom_strike: values,
  yes_bid: z.unknown().optional(),
  yes_ask: z.unknown().optional(),
  yes_bid_dollars: z.unknown().optional(),
  yes_ask_dollars: z.unknown().optional(),
})

/** Risk as the page shows it. Dollars. */
export type Risk = Readonly<{
  /** Why no entry is allowed, `no` when they are, or undefined when the bot does not say. */
  blocked: string | undefined
  pausedUntil: number | undefined
  /** What is used of each limit. */
  used: readonly Readonly<{ name: string; used: number; limit: number; money: boolean }>[]
  /** Limits that apply to each order. */
  each: readonly Readonly<{ name: string; value: number; money: boolean }>[]
  atRisk: number | undefined
  unknownOrders: number
}>

const MICRO = 1_000_000

/** Reads the execution policy's report. What is missing or of another kind is left out: it is another package's. */
export const readRisk = (report: Readonly<Record<string, unknown>>): Risk => {
  const limits = isRecord(report['limits']) ? report['limits'] : {}
  const count = (name: string): number | undefined => numberOf(report[name])
  const limit = (name: string): number | undefined => numberOf(limits[name])
  const dailyPnl = count('dailyPnl')
  const loss = dailyPnl === undefined ? undefined : Math.max(0, -dailyPnl)
  const used = [
    usage('Lost today', loss, limit('maxDailyLossUsd'), true),
    usage('Open positions', count('openPositions'), limit('maxOpenPositions'), false),
    usage('Trades this hour', count('tradesThisHour'), limit('maxTradesPerHour'), false),
    usage('Losses in a row', count('losingStreak'), limit('lossStreakPauseLimit'), false),
  ]
  const each = [
    entry('Most in a position', limit('maxPositionUsd'), true),
    entry('Most in an event', limit('maxCorrelatedExposureUsd'), true),
    entry('Most in a basket', limit('basketMaxUsd'), true),
    entry('Positions in an event', limit('maxPositionsPerEvent'), false),
    entry('Least confidence', limit('minConfidence'), false),
  ]
  const atRisk = count('atRisk')
  const blocked = report['blocked']
  return {
    blocked: typeof blocked === 'string' ? blocked : undefined,
    pausedUntil: count('pausedUntil') === 0 ? undefined : count('pausedUntil'),
    used: used.filter((each) => each !== undefined),
    each: each.filter((each) => each !== undefined),
    atRisk: atRisk === undefined ? undefined : atRisk / MICRO,
    unknownOrders: count('unknownOrders') ?? 0,
  }
}

const usage = (
  name: string,
  used: number | undefined,
  limit: number | undefined,
  money: boolean,
): Risk['used'][number] | undefined => {
  if (used === undefined || limit === undefined) return undefined
  const unit = money ? MICRO : 1
  return { name, used: used / unit, limit: limit / unit, money }
}

const entry = (
  name: string,
  value: number | undefined,
  money: boolean,
): Risk['each'][number] | undefined =>
  value === undefined ? undefined : { name, value: value / (money ? MICRO : 1), money }

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined

type MarketField =
  | 'conditionId'
  | 'slug'
  | 'question'
  | 'groupItemTitle'
  | 'outcomes'
  | 'outcomePrices'
  | 'clobTokenIds'
  | 'positionIds'
  | 'version'
  | 'events'
  | 'tags'
  | 'category'
  | 'feeType'
  | 'feesEnabled'
  | 'feeSchedule'
  | 'sportsMarketType'
  | 'gameId'
  | 'gameStartTime'
  | 'eventStartTime'
  | 'startDate'
  | 'endDate'
  | 'endDateIso'
  | 'orderPriceMinTickSize'
  | 'orderMinSize'
  | 'active'
  | 'closed'
  | 'archived'
  | 'acceptingOrders'
  | 'enableOrderBook'
  | 'negRisk'
  | 'negRiskOther'
  | 'negRiskMarketID'
  | 'liquidityNum'
  | 'liquidity'
  | 'volumeNum'
  | 'volume'
  | 'umaResolutionStatus'
  | 'umaResolutionStatuses'
  | 'resolutionStatus'

type EventField =
  | 'id'
  | 'slug'
  | 'title'
  | 'closed'
  | 'negRisk'
  | 'negRiskAugmented'
  | 'negRiskMarketID'
  | 'negRiskFeeBips'
  | 'gameId'
  | 'tags'
  | 'series'
  | 'markets'

/** The fields read of a Gamma market; each is checked where it is used, all others are ignored. */
export type GammaMarketFields = Readonly<Partial<Record<MarketField, unknown>>>
/** The fields read of a Gamma event, alone or nested in a market. */
export type GammaEventFields = Readonly<Partial<Record<EventField, unknown>>>

/** Tells whether a value is an object with fields. */
export const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

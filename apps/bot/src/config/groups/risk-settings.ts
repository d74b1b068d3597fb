import { numberSetting, switchSetting, textSetting } from '../setting.js'
import { count, money, percent } from './bounds.js'

/** What may be lost. Nothing loosens these. */
export const riskSettings = {
  startingBalance: numberSetting('STARTING_BALANCE', 1000, { min: 1, max: 100_000_000 }, [
    'Paper dollars at the first start.',
    'later starts resume with what the journal says; --fresh starts anew',
  ]),
  maxPositionUsd: numberSetting('MAX_POSITION_USD', 50, money, [
    'Most dollars in one position.',
    'orders are sized down to it',
  ]),
  basketMaxUsd: numberSetting('BASKET_MAX_USD', 100, { min: 1, max: 1_000_000 }, [
    'Most dollars in one arbitrage basket.',
    'certificates are sized down to it',
  ]),
  maxDailyLossUsd: numberSetting('MAX_DAILY_LOSS_USD', 100, money, [
    'Realised loss of a UTC day after which nothing is opened.',
    'trading stops until the next UTC day',
  ]),
  maxOpenPositions: numberSetting('MAX_OPEN_POSITIONS', 10, count(0, 10_000), [
    'Most positions open at once; a basket counts as one.',
    'further entries are refused',
  ]),
  maxHourlyTrades: numberSetting('MAX_HOURLY_TRADES', 20, count(0, 100_000), [
    'Most entries within any 60 minutes.',
    'further entries are refused',
  ]),
  lossStreakPauseLimit: numberSetting('LOSS_STREAK_PAUSE_LIMIT', 5, count(1, 1000), [
    'Losses in a row after which trading pauses for an hour.',
    'entries are refused during the pause',
  ]),
  maxPositionsPerEvent: numberSetting('MAX_POSITIONS_PER_EVENT', 2, count(1, 1000), [
    'Most positions in one event.',
    'further entries are refused',
  ]),
  maxCorrelatedExposureUsd: numberSetting('MAX_CORRELATED_EXPOSURE_USD', 100, money, [
    'Most dollars in one event.',
    'further entries are refused',
  ]),
  maxEventLossUsd: numberSetting('MAX_EVENT_LOSS_USD', 100, money, [
    'Most dollars that the worst outcome of one event may cost, hedges counted.',
    'further entries are refused',
  ]),
  maxOrderErrorPercent: numberSetting('MAX_ORDER_ERROR_PERCENT', 25, { min: 1, max: 100 }, [
    'Share of the last 20 orders that may be refused, unanswered or not sent.',
    'above it entries stop for 5 minutes, then one order tries',
  ]),
  maxStalePercent: numberSetting('MAX_STALE_PERCENT', 25, percent, [
    'Share of the streamed tokens that may be without fresh data.',
    'above it nothing is opened; positions may still be left',
  ]),
  minSignalConfidence: numberSetting('MIN_SIGNAL_CONFIDENCE', 0.5, { min: 0, max: 1 }, [
    'Least confidence of a signal.',
    'weaker signals are refused',
  ]),
  maxSlippagePercent: numberSetting('MAX_SLIPPAGE_PERCENT', 2, percent, [
    'Furthest that an order may walk from the best price.',
    'the order limit lies there',
  ]),
  minLiquidityUsd: numberSetting('MIN_LIQUIDITY_USD', 500, money, [
    'Dollars that must rest within the slippage cap of the best price.',
    'thinner books are refused',
  ]),
  killFile: textSetting('KILL_FILE', [
    'File that stops trading as soon as it exists: orders are cancelled, nothing is opened.',
    'default KILL in the data folder; remove it and press resume to go on',
  ]),
  aggressiveMode: switchSetting('AGGRESSIVE_MODE', false, [
    'The aggressive profile of the first system.',
    'positions of POSITION_SIZE_PERCENT of equity, up to 20 of them',
  ]),
  positionSizePercent: numberSetting('POSITION_SIZE_PERCENT', 10, percent, [
    'Equity in one position, aggressive profile.',
    'only with AGGRESSIVE_MODE',
  ]),
  useKellySizing: switchSetting('USE_KELLY_SIZING', true, [
    'Size by the Kelly fraction, aggressive profile.',
    'only with AGGRESSIVE_MODE',
  ]),
  kellyFraction: numberSetting('KELLY_FRACTION', 0.25, { min: 0, max: 1 }, [
    'Part of the Kelly size.',
    'only with AGGRESSIVE_MODE and USE_KELLY_SIZING',
  ]),
} as const

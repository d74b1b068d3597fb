import { numberSetting, switchSetting } from '../setting.js'

/** When positions are left. */
export const exitsSettings = {
  takeProfitPercent: numberSetting('TAKE_PROFIT_PERCENT', 8, { min: 0.1, max: 10_000 }, [
    'Gain at which a position is sold.',
    'baskets are exempt',
  ]),
  stopLossPercent: numberSetting('STOP_LOSS_PERCENT', 5, { min: 0.1, max: 100 }, [
    'Loss at which a position is sold.',
    'baskets are exempt',
  ]),
  trailingStopEnabled: switchSetting('TRAILING_STOP_ENABLED', true, [
    'Sell when the price falls back from its best.',
    'baskets are exempt',
  ]),
  trailingStopPercent: numberSetting('TRAILING_STOP_PERCENT', 3, { min: 0.1, max: 100 }, [
    'How far back from the best.',
    'only with TRAILING_STOP_ENABLED',
  ]),
  maxHoldMinutes: numberSetting('MAX_HOLD_MINUTES', 45, { min: 1, max: 1_000_000 }, [
    'Longest time a position is held.',
    'baskets are exempt',
  ]),
} as const

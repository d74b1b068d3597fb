import type { Config } from '../config/load-config.js'
import type { SettingName, Settings } from '../config/settings.js'

/** What live trading begins with where nothing else was set: enough to see that everything works. */
const SMALL: Partial<Settings> = {
  maxPositionUsd: 5,
  basketMaxUsd: 10,
  maxDailyLossUsd: 10,
  maxOpenPositions: 3,
  maxCorrelatedExposureUsd: 10,
  maxEventLossUsd: 10,
}

/** Puts small limits in where live trading would run on the defaults of paper; what was set stays. */
export const withSmallSizes = (config: Config): Config => {
  const names = (Object.keys(SMALL) as SettingName[]).filter(
    (name) => config.sources[name] === 'default',
  )
  const small = Object.fromEntries(names.map((name) => [name, SMALL[name]]))
  return { ...config, settings: { ...config.settings, ...small } }
}

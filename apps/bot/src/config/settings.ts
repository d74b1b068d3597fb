import { exitsSettings } from './groups/exits-settings.js'
import { learningSettings } from './groups/learning-settings.js'
import { liveSettings } from './groups/live-settings.js'
import { riskSettings } from './groups/risk-settings.js'
import { searchSettings } from './groups/search-settings.js'
import { strategiesSettings } from './groups/strategies-settings.js'
import { surfaceSettings } from './groups/surface-settings.js'
import { venueSettings } from './groups/venue-settings.js'

/** Every setting by the name the code uses. */
export const SETTINGS = {
  ...venueSettings,
  ...liveSettings,
  ...riskSettings,
  ...exitsSettings,
  ...searchSettings,
  ...learningSettings,
  ...strategiesSettings,
  ...surfaceSettings,
} as const

/** The names of all settings. */
export type SettingName = keyof typeof SETTINGS

/** The value of each setting. */
export type Settings = Readonly<{
  [N in SettingName]: (typeof SETTINGS)[N] extends { read: (text: string) => infer R }
    ? Exclude<R, Readonly<{ problem: string }>>
    : never
}>

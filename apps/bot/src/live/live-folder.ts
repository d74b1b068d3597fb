import type { Settings } from '../config/settings.js'
import { stateFolder } from '../runtime/journal-folder.js'
import { liveAccount } from '../venue/open-live.js'
import type { TradingAccount } from './trading-account.js'

/** Names the folder where everything of an account that trades live is kept. */
export const liveFolder = (settings: Settings, account: Pick<TradingAccount, 'address'>): string =>
  stateFolder(settings, 'polymarket', liveAccount(account))

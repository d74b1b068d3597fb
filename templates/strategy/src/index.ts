import type { Strategy } from '@bot/core'
import { createDipBuyerStrategy } from './create-dip-buyer-strategy.js'

export { createDipBuyerStrategy }

/** What the bot loads when `BOT_STRATEGIES` names this package. */
export const strategies: readonly Strategy[] = [createDipBuyerStrategy()]

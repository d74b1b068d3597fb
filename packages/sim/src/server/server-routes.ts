import { authRoutes } from './auth/auth-routes.js'
import { chainRoutes } from './chain/chain-routes.js'
import type { Chain } from './chain/create-chain.js'
import { createBuilderOrders } from './clob/builder-orders.js'
import { builderRoutes } from './clob/builder-routes.js'
import { liveActivityRoutes } from './clob/live-activity.js'
import { marketRoutes } from './clob/market-routes.js'
import { historyRoutes } from './clob/price-history.js'
import { quoteRoutes } from './clob/quote-routes.js'
import { rewardRoutes } from './clob/reward-routes.js'
import { type ControlParts, controlRoutes } from './control/control-routes.js'
import { dataV1Routes } from './data/data-v1-routes.js'
import { dataV2Routes } from './data/data-v2-routes.js'
import { gammaRoutes } from './gamma/gamma-routes.js'
import type { Route } from './http/route.js'
import type { UserChannel } from './streams/user-channel.js'
import { createTradingRoutes } from './trading/trading-routes.js'

/** What the routes of a server are made of. */
export type RouteParts = ControlParts &
  Readonly<{ user: UserChannel; chain: Chain; random: () => number }>

/** Every route of every host, and the end of whatever they started. */
export type ServerRoutes = Readonly<{ routes: readonly Route[]; stop: () => void }>

/** Makes the routes: each area gives its own list. */
export const createRoutes = (parts: RouteParts): ServerRoutes => {
  const { context } = parts
  const builders = createBuilderOrders()
  const trading = createTradingRoutes({ ...parts, builders })
  const { exchange, wallets, rules } = context
  return {
    routes: [
      ...gammaRoutes(context),
      ...marketRoutes(context),
      ...quoteRoutes(context),
      ...historyRoutes(context),
      ...liveActivityRoutes(context),
      ...rewardRoutes(context),
      ...builderRoutes(context, builders),
      ...dataV1Routes(context, builders),
      ...dataV2Routes(context, builders),
      ...authRoutes(context),
      ...trading.routes,
      ...controlRoutes(parts),
      ...chainRoutes({ chain: parts.chain, exchange, wallets, chainId: rules.chainId }),
    ],
    stop: trading.stop,
  }
}

import { authRoutes } from './auth/auth-routes.js'
import { marketRoutes } from './clob/market-routes.js'
import { quoteRoutes } from './clob/quote-routes.js'
import { type ControlParts, controlRoutes } from './control/control-routes.js'
import { dataV1Routes } from './data/data-v1-routes.js'
import { dataV2Routes } from './data/data-v2-routes.js'
import { gammaRoutes } from './gamma/gamma-routes.js'
import type { Route } from './http/route.js'
import { createSignerLimits } from './limits/signer-limits.js'
import type { UserChannel } from './streams/user-channel.js'
import { accountRoutes } from './trading/account-routes.js'
import { cancelRoutes } from './trading/cancel-routes.js'
import { orderRoutes } from './trading/order-routes.js'

/** What the routes of a server are made of. */
export type RouteParts = ControlParts & Readonly<{ user: UserChannel }>

/** Makes every route of every host. */
export const allRoutes = (parts: RouteParts): readonly Route[] => {
  const { context, user } = parts
  const limits = createSignerLimits(context.rules.signerLimits)
  return [
    ...gammaRoutes(context),
    ...marketRoutes(context),
    ...quoteRoutes(context),
    ...dataV1Routes(context),
    ...dataV2Routes(context),
    ...authRoutes(context),
    ...orderRoutes({ context, user }, limits),
    ...cancelRoutes(context, limits),
    ...accountRoutes(context, limits),
    ...controlRoutes(parts),
  ]
}

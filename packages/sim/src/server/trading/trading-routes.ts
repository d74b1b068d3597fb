import type { BuilderOrders } from '../clob/builder-orders.js'
import type { Route } from '../http/route.js'
import { createSignerLimits } from '../limits/signer-limits.js'
import type { ServerContext } from '../server-context.js'
import type { UserChannel } from '../streams/user-channel.js'
import { accountRoutes } from './account-routes.js'
import { balanceRoutes } from './balance-routes.js'
import { cancelRoutes } from './cancel-routes.js'
import { createScriptedRefusals } from './engine-messages.js'
import { createHeartbeats } from './heartbeat-routes.js'
import { notificationRoutes } from './notification-routes.js'
import { createNotifications } from './notifications.js'
import { orderRoutes } from './order-routes.js'
import { refusalRoute } from './refusal-route.js'
import { scoringRoutes } from './scoring-routes.js'

/** What the private routes work with. */
export type TradingParts = Readonly<{
  context: ServerContext
  user: UserChannel
  builders: BuilderOrders
  random: () => number
}>

/** Makes the private routes of the CLOB; `stop` ends their timers and subscriptions. */
export const createTradingRoutes = ({
  context,
  user,
  builders,
  random,
}: TradingParts): Readonly<{ routes: readonly Route[]; stop: () => void }> => {
  const limits = createSignerLimits(context.rules)
  const heartbeats = createHeartbeats(context, random)
  const notifications = createNotifications(context)
  const scripted = createScriptedRefusals()
  return {
    routes: [
      ...orderRoutes({ context, user, scripted, builders }, limits),
      ...cancelRoutes({ context, limits }),
      ...accountRoutes({ context, limits }),
      ...balanceRoutes(context),
      ...notificationRoutes(context, notifications),
      ...scoringRoutes(context),
      ...heartbeats.routes,
      refusalRoute(scripted),
    ],
    stop: () => {
      for (const { stop } of [heartbeats, notifications]) stop()
    },
  }
}

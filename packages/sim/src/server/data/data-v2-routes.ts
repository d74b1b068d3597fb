import type { Route } from '../http/route.js'
import type { ServerContext } from '../server-context.js'
import type { DataContext } from './builder-fills.js'
import { biggestWinnersV2, leaderboardV2 } from './v2/v2-boards.js'
import { buildersV2, builderVolumeV2 } from './v2/v2-builders.js'
import { activityV2, tradesV2 } from './v2/v2-feeds.js'
import { holdersV2, liveVolumeV2, openInterestV2 } from './v2/v2-markets.js'
import { pageV2 } from './v2/v2-page.js'
import { positionsV2, valueV2 } from './v2/v2-positions.js'
import { pricesHistoryV2 } from './v2/v2-prices-history.js'
import { requiredWalletV2 } from './v2/v2-request.js'
import { resolutionsV2 } from './v2/v2-resolutions.js'
import { openApiV2, type RouteV2, routesV2 } from './v2/v2-route.js'
import { statusV2 } from './v2/v2-status.js'
import { approvalsV2, userPnlV2, userStatsV2, userVolumeV2 } from './v2/v2-wallet.js'

/** Combos are out: their lists are well-formed and empty. */
const noCombos: RouteV2['handle'] = (_context, { query }) => {
  const wallet = requiredWalletV2(query)
  return typeof wallet === 'string'
    ? pageV2(query, { kind: 'combos', rows: () => [], keyOf: String, render: () => ({}) })
    : wallet
}

const ROUTES: readonly RouteV2[] = [
  { path: '/approvals', summary: 'Get wallet approvals', handle: approvalsV2 },
  { path: '/positions', summary: 'List positions', maxAge: 5, handle: positionsV2 },
  { path: '/positions/combos', summary: 'List combo positions', handle: noCombos },
  { path: '/user-pnl', summary: 'Get a wallet’s profit over time', handle: userPnlV2 },
  { path: '/user-stats', summary: 'Get a wallet’s profile figures', handle: userStatsV2 },
  { path: '/user-volume', summary: 'Get a wallet’s volume', handle: userVolumeV2 },
  { path: '/value', summary: 'Get a wallet’s value', handle: valueV2 },
  { path: '/activity', summary: 'List activity', maxAge: 15, handle: activityV2 },
  { path: '/activity/combos', summary: 'List combo activity', handle: noCombos },
  { path: '/trades', summary: 'List trades', maxAge: 300, handle: tradesV2 },
  { path: '/holders', summary: 'List the top holders', handle: holdersV2 },
  { path: '/live-volume', summary: 'Get an event’s volume', handle: liveVolumeV2 },
  { path: '/oi', summary: 'Get open interest', maxAge: 300, handle: openInterestV2 },
  { path: '/prices-history', summary: 'Get a token’s prices', handle: pricesHistoryV2 },
  { path: '/resolutions', summary: 'Get resolution state', handle: resolutionsV2 },
  { path: '/biggest-winners', summary: 'List the biggest wins', handle: biggestWinnersV2 },
  { path: '/builders/leaderboard', summary: 'Get the builders’ board', handle: buildersV2 },
  { path: '/builders/volume', summary: 'Get the builders’ volume', handle: builderVolumeV2 },
  { path: '/leaderboard', summary: 'Get the traders’ board', handle: leaderboardV2 },
  { path: '/status', summary: 'Get data freshness', handle: statusV2 },
]

/** Makes the second version's routes: snake_case, cursors alone, errors as `{error, code, retryable, trace_id}`. */
export const dataV2Routes = (
  context: ServerContext,
  builders: DataContext['builders'],
): readonly Route[] => [
  ...routesV2({ ...context, builders }, ROUTES),
  { host: 'data', method: 'GET', path: '/v2/openapi.json', handle: () => openApiV2(ROUTES) },
]

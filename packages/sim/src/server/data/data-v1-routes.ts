import type { Route } from '../http/route.js'
import { answer, type VenueAnswer } from '../http/venue-answer.js'
import type { VenueRequest } from '../http/venue-request.js'
import type { ServerContext } from '../server-context.js'
import type { DataContext } from './builder-fills.js'
import { accountingV1 } from './v1/v1-accounting.js'
import { builderBoardV1, builderVolumeV1, leaderboardV1 } from './v1/v1-boards.js'
import { activityV1, tradesV1 } from './v1/v1-feeds.js'
import { holdersV1, liveVolumeV1, openInterestV1 } from './v1/v1-markets.js'
import {
  closedPositionsV1,
  marketPositionsV1,
  positionsV1,
  tradedV1,
  valueV1,
} from './v1/v1-positions.js'

type Handler = (context: DataContext, request: VenueRequest) => VenueAnswer

const HANDLERS: Readonly<Record<string, Handler>> = {
  '/': () => answer({ data: 'OK' }),
  '/trades': tradesV1,
  '/activity': activityV1,
  '/positions': positionsV1,
  '/closed-positions': closedPositionsV1,
  '/value': valueV1,
  '/traded': tradedV1,
  '/holders': holdersV1,
  '/oi': openInterestV1,
  '/live-volume': liveVolumeV1,
  '/v1/market-positions': marketPositionsV1,
  '/v1/leaderboard': leaderboardV1,
  '/v1/builders/leaderboard': builderBoardV1,
  '/v1/builders/volume': builderVolumeV1,
  '/v1/accounting/snapshot': accountingV1,
  '/v1/positions/combos': () => answer({ combos: [], pagination: LAST_PAGE }),
  '/v1/activity/combos': () => answer({ activity: [], pagination: LAST_PAGE }),
}

const LAST_PAGE = { limit: 20, offset: 0, has_more: false, next_cursor: null } as const

/** Makes the first version's routes: bare arrays, camelCase, offset paging. */
export const dataV1Routes = (
  context: ServerContext,
  builders: DataContext['builders'],
): readonly Route[] =>
  Object.entries(HANDLERS).map(([path, handle]) => ({
    host: 'data',
    method: 'GET',
    path,
    handle: (request) => handle({ ...context, builders }, request),
  }))

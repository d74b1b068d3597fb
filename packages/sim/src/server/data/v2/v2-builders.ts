import { answer, type VenueAnswer } from '../../http/venue-answer.js'
import type { VenueRequest } from '../../http/venue-request.js'
import {
  type BuilderStanding,
  builderBuckets,
  builderStandings,
  type DataContext,
} from '../builder-fills.js'
import { PERIODS, periodStart } from '../period.js'
import { boardOf, boundBoard, readBoard } from './v2-boards.js'
import { pageV2 } from './v2-page.js'
import { choiceV2, numberV2, paramV2, refuseV2 } from './v2-request.js'

const BUCKETS = 30
const MAX_BUCKETS = 90

/** Answers `/v2/builders/leaderboard`: builders by the shares that their orders moved. */
export const buildersV2 = (context: DataContext, { query }: VenueRequest): VenueAnswer => {
  const board = readBoard(query)
  if ('body' in board) return board
  return pageV2(query, {
    kind: 'builders',
    rows: (bound) => {
      const start = periodStart(boardOf(bound).period, context.exchange.now()) * 1000
      return builderStandings(context, start)
    },
    keyOf: ({ code }) => code,
    bound: boundBoard(query),
    render: builderRow,
  })
}

const builderRow = ({ code, shares, users, rank }: BuilderStanding): object => ({
  rank,
  builder_name: code,
  builder_code: code,
  profile_image: '',
  verified: false,
  volume: shares,
  active_users: users,
})

/** Answers `/v2/builders/volume`: the latest buckets, each with its builders. */
export const builderVolumeV2 = (context: DataContext, { query }: VenueRequest): VenueAnswer => {
  const given = paramV2(query, 'interval', 'time_period', 'timePeriod')
  const width = choiceV2(given, PERIODS, 'DAY')
  if (width === undefined) {
    return refuseV2('time_period must be one of day, week, month, all', 'interval')
  }
  const limit = numberV2(query, 'limit') ?? BUCKETS
  if (!(limit >= 0 && limit <= MAX_BUCKETS)) {
    return refuseV2(`limit must be between 0 and ${MAX_BUCKETS}`, 'limit')
  }
  const data = builderBuckets(context, width)
    .slice(0, limit)
    .flatMap(([from, to]) =>
      builderStandings(context, from, to).map((standing) => ({
        date: new Date(from).toISOString().slice(0, 10),
        ...builderRow(standing),
      })),
    )
  return answer({ data })
}

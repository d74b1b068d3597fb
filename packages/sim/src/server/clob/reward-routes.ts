import { signedRoute } from '../auth/signed-route.js'
import type { Route } from '../http/route.js'
import { answer } from '../http/venue-answer.js'
import type { ServerContext } from '../server-context.js'
import { cursorPage } from './cursor-page.js'

const PAGE = 100

/** Makes the routes of liquidity rewards and maker rebates. No market here pays any: all lists are empty. */
export const rewardRoutes = (context: ServerContext): readonly Route[] => {
  const emptyPage = (path: string): Route => ({
    host: 'clob',
    method: 'GET',
    path,
    handle: ({ query }) => cursorPage(query, [], PAGE, (row) => row),
  })
  const ownPage = (path: string): Route =>
    signedRoute(context, 'GET', path, (_, { query }) => cursorPage(query, [], PAGE, (row) => row))
  return [
    emptyPage('/rewards/markets/current'),
    emptyPage('/rewards/markets/:id'),
    ownPage('/rewards/user'),
    ownPage('/rewards/user/markets'),
    signedRoute(context, 'GET', '/rewards/user/total', () => answer([])),
    signedRoute(context, 'GET', '/rewards/user/percentages', () => answer({})),
    { host: 'clob', method: 'GET', path: '/rebates/current', handle: () => answer([]) },
  ]
}

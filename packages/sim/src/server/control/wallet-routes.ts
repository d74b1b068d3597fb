import { formatSize, formatUsd, parseSize, parseUsd } from '@bot/core'
import { z } from 'zod'
import { findMarket } from '../find-market.js'
import type { Route } from '../http/route.js'
import { answer } from '../http/venue-answer.js'
import type { ServerContext } from '../server-context.js'
import { controlRoute } from './control-route.js'
import { dollarsOf, ownerText, sharesText } from './control-texts.js'

const FundBody = z.strictObject({
  address: ownerText,
  /** Dollars as text. */
  usd: z.string().optional(),
  /** Complete sets: as many shares of each outcome. */
  sets: z.array(z.strictObject({ market: z.string(), shares: sharesText })).optional(),
})

const StandingBody = z.strictObject({
  address: ownerText,
  standing: z.enum(['good', 'closed-only', 'banned']),
})

/** Makes the routes that give wallets money and shares, show what they have, and ban them. */
export const walletRoutes = (context: ServerContext): readonly Route[] => [
  controlRoute('wallets', FundBody, ({ address, usd = '0', sets = [] }) => {
    const { exchange } = context
    const cash = parseUsd(usd)
    const wanted = sets.map(({ market, shares }) => ({
      id: findMarket(exchange, market).id,
      shares: parseSize(shares),
    }))
    if (cash > 0) exchange.deposit(address, cash)
    for (const { id, shares } of wanted) {
      exchange.deposit(address, dollarsOf(shares))
      exchange.split(address, id, shares)
    }
    return shownWallet(context, address)
  }),
  controlRoute('standing', StandingBody, ({ address, standing }) => {
    context.standing.set(address, standing)
    return { address, standing }
  }),
  {
    host: 'sim',
    method: 'GET',
    path: '/_sim/wallets/:address',
    handle: ({ params }) => answer(shownWallet(context, (params['address'] ?? '').toLowerCase())),
  },
]

const shownWallet = ({ exchange }: ServerContext, address: string): object => {
  const { cash, reserved, holdings } = exchange.balances(address)
  return {
    address,
    usd: formatUsd(cash),
    reserved: formatUsd(reserved),
    shares: [...holdings].map(([token, size]) => ({ token, size: formatSize(size) })),
    orders: exchange.openOrders(address).length,
  }
}

import { SIZE_ONE, USD_ONE } from '@bot/core'
import type { SimAction } from '../../exchange/sim-order.js'
import { integerParam, listParam, type VenueRequest } from '../http/venue-request.js'
import type { ServerContext } from '../server-context.js'
import { marketFields, type PublicTrade, pseudonymOf, publicTrades } from './public-trade.js'

const TYPES: Readonly<Record<SimAction['kind'], string>> = {
  split: 'SPLIT',
  merge: 'MERGE',
  convert: 'CONVERSION',
  redeem: 'REDEEM',
}

/** The outcome index of what belongs to no single outcome. */
const NO_OUTCOME = 999

type ActivityRow = Readonly<Record<string, unknown>> &
  Readonly<{ timestamp: number; type: string; conditionId: string; side: string }>

/** Lists what a wallet did, newest first: its trades on either side and its protocol actions. */
export const activityRows = (
  context: ServerContext,
  wallet: string,
  { query }: VenueRequest,
): readonly ActivityRow[] => {
  const types = listParam(query, 'type').map((type) => type.toUpperCase())
  const markets = listParam(query, 'market')
  const side = query.get('side')?.toUpperCase()
  const start = integerParam(query, 'start', 0) ?? 0
  const end = integerParam(query, 'end', Number.MAX_SAFE_INTEGER) ?? Number.MAX_SAFE_INTEGER
  const trades = publicTrades(context, { wallet, conditions: markets, takerOnly: false })
  const actions = context.exchange.actions({ owner: context.names.ownerOf(wallet) })
  return [
    ...trades.map((trade) => ({ at: trade.at, row: tradeActivity(trade) })),
    ...actions.flatMap((action) =>
      actionActivity(context, wallet, action).map((row) => ({ at: action.at as number, row })),
    ),
  ]
    .sort((a, b) => b.at - a.at)
    .map(({ row }) => row)
    .filter((row) => types.length === 0 || types.includes(row.type))
    .filter((row) => markets.length === 0 || markets.includes(row.conditionId))
    .filter((row) => side === undefined || row.side === side)
    .filter((row) => row.timestamp >= start && row.timestamp <= end)
}

const tradeActivity = (row: PublicTrade): ActivityRow => ({
  proxyWallet: row.wallet,
  timestamp: row.seconds,
  conditionId: row.market.id,
  type: 'TRADE',
  size: row.size,
  usdcSize: row.usd,
  transactionHash: row.transaction,
  price: row.price,
  asset: row.token,
  side: row.side,
  outcomeIndex: row.outcomeIndex,
  ...marketFields(row.market),
  outcome: row.market.outcomes[row.outcomeIndex],
  ...personFields(row.wallet),
  isCombo: false,
})

/** An action over several markets is one row of its first market, as it is one transaction. */
const actionActivity = (
  context: ServerContext,
  wallet: string,
  action: SimAction,
): readonly ActivityRow[] => {
  const market = context.exchange.market(action.markets[0] ?? ('' as never))
  if (market === undefined) return []
  return [
    {
      proxyWallet: wallet,
      timestamp: Math.floor(action.at / 1000),
      conditionId: market.id,
      type: TYPES[action.kind],
      size: action.shares / SIZE_ONE,
      usdcSize: Math.abs(action.cash) / USD_ONE,
      transactionHash: action.transaction,
      price: 0,
      asset: '',
      side: '',
      outcomeIndex: NO_OUTCOME,
      ...marketFields(market),
      outcome: '',
      ...personFields(wallet),
      isCombo: false,
    },
  ]
}

const personFields = (wallet: string): object => ({
  name: '',
  pseudonym: pseudonymOf(wallet),
  bio: '',
  profileImage: '',
  profileImageOptimized: '',
})

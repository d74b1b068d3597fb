import { SIZE_ONE, USD_ONE } from '@bot/core'
import type { SimMarket } from '../../exchange/sim-market.js'
import type { ServerContext } from '../server-context.js'
import type { LedgerAction } from './ledger/ledger-state.js'
import { publicTrades, type TradeQuery } from './public-trade.js'

/** The outcome index of what belongs to no single outcome. */
const NO_OUTCOME = 999

const TYPES: Readonly<Record<LedgerAction['kind'], string>> = {
  split: 'SPLIT',
  merge: 'MERGE',
  convert: 'CONVERSION',
  redeem: 'REDEEM',
}

/** All types that a filter may name; those that nothing here causes never have rows. */
export const ACTIVITY_TYPES: readonly string[] = [
  'TRADE',
  'SPLIT',
  'MERGE',
  'REDEEM',
  'REWARD',
  'CONVERSION',
  'MIGRATION',
  'MAKER_REBATE',
  'TAKER_REBATE',
  'REFERRAL_REWARD',
  'YIELD',
  'TIP',
  'DEPOSIT',
  'WITHDRAWAL',
]

/** One thing that a wallet did, before either version renders it. */
export type ActivityEntry = Readonly<{
  key: string
  at: number
  seconds: number
  type: string
  market: SimMarket
  size: number
  usd: number
  price: number
  /** Empty for what belongs to no single outcome, as are `side` and `outcome`. */
  token: string
  side: string
  outcome: string
  outcomeIndex: number
  transaction: string
}>

/** Lists what a wallet did, newest first: its trades on either side and its protocol actions. */
export const activityEntries = (
  context: ServerContext,
  wallet: string,
  inMarket: NonNullable<TradeQuery['inMarket']>,
): readonly ActivityEntry[] => {
  const owner = context.names.ownerOf(wallet)
  const actions = context.ledger
    .read()
    .actions.filter((action) => action.owner === owner)
    .flatMap((action) => actionEntry(context, action) ?? [])
    .filter(({ market }) => inMarket(market))
  const trades = publicTrades(context, { wallet, inMarket, takerOnly: false }).map(
    (row): ActivityEntry => ({
      ...row,
      type: 'TRADE',
      outcome: row.market.outcomes[row.outcomeIndex],
    }),
  )
  return [...actions.reverse(), ...trades].sort((a, b) => b.at - a.at)
}

const actionEntry = (context: ServerContext, action: LedgerAction): ActivityEntry | undefined => {
  const market = context.ledger.markets.find(action.market)
  if (market === undefined) return undefined
  return {
    key: `${action.id}:${action.market}`,
    at: action.at,
    seconds: Math.floor(action.at / 1000),
    type: TYPES[action.kind],
    market,
    size: action.shares / SIZE_ONE,
    usd: action.money / USD_ONE,
    price: 0,
    token: '',
    side: '',
    outcome: '',
    outcomeIndex: NO_OUTCOME,
    transaction: action.transaction,
  }
}

import { type Clock, createSeededRandom, type MarketFacts, type TokenId } from '@bot/core'
import { createPolymarketExecution, type PolymarketReads } from '@bot/polymarket'
import type { TestOrders } from '../live/test-orders.js'
import type { TradingAccount } from '../live/trading-account.js'
import type { AccountParts } from './account-parts.js'

/** An account to look at, and where. */
export type AccountSource = Readonly<{
  account: TradingAccount
  reads: PolymarketReads
  clock: Clock
  venue: Readonly<{ name: string; simulated: boolean }>
  placeOrder: boolean
  testOrders?: TestOrders
}>

const MARKETS = 100

/** Opens the account as a run would, and learns of the most liquid markets. */
export const openAccount = async (source: AccountSource): Promise<AccountParts> => {
  const { account, reads, clock, venue, placeOrder, testOrders } = source
  const { signer, credentials, wallet, description } = account
  const filters = { closed: false, order: 'liquidityNum', ascending: false }
  const { items: markets } = await reads.gamma.markets({ filters, limit: MARKETS })
  const byToken = new Map<TokenId, MarketFacts>(
    markets.flatMap((market) => market.tokens.map((token) => [token, market] as const)),
  )
  const execution = await createPolymarketExecution({
    transport: reads.transport,
    signer,
    credentials,
    wallet,
    marketOf: (token) => byToken.get(token),
    clock,
    random: createSeededRandom(`doctor:${clock.now()}`),
    venue,
    onProblem: () => {},
  })
  const parts = { execution, reads, markets, wallet: description, placeOrder }
  return testOrders === undefined ? parts : { ...parts, testOrders }
}

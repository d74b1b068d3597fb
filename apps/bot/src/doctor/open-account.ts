import { type Clock, createSeededRandom, type MarketFacts, type TokenId } from '@bot/core'
import {
  createPolymarketExecution,
  type PolymarketReads,
  type Signer,
  type TradingWallet,
} from '@bot/polymarket'
import type { AccountParts } from './account-parts.js'

/** An account to look at: whose key, whose money, and where. */
export type AccountSource = Readonly<{
  reads: PolymarketReads
  signer: Signer
  wallet: TradingWallet
  /** Where the key comes from, for people. */
  keySource: string
  clock: Clock
  venue: Readonly<{ name: string; simulated: boolean }>
  placeOrder: boolean
}>

const MARKETS = 100

/** Opens the account as a run would: makes or reads its API key, and learns of the most liquid markets. */
export const openAccount = async (source: AccountSource): Promise<AccountParts> => {
  const { reads, signer, wallet, keySource, clock, venue, placeOrder } = source
  const filters = { closed: false, order: 'liquidityNum', ascending: false }
  const { items: markets } = await reads.gamma.markets({ filters, limit: MARKETS })
  const byToken = new Map<TokenId, MarketFacts>(
    markets.flatMap((market) => market.tokens.map((token) => [token, market] as const)),
  )
  const execution = await createPolymarketExecution({
    transport: reads.transport,
    signer,
    wallet,
    marketOf: (token) => byToken.get(token),
    clock,
    random: createSeededRandom(`doctor:${clock.now()}`),
    venue,
    onProblem: () => {},
  })
  const holder = wallet.kind === 'eoa' ? 'its own money' : `the money of ${wallet.address}`
  const described = `${keySource}: ${signer.address} signs for ${holder} (${wallet.kind})`
  return { execution, reads, markets, wallet: described, placeOrder }
}

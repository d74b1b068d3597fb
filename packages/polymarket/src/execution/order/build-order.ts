import { BotError, type MarketFacts, type OrderIntent, type TimeMs } from '@bot/core'
import type { HexText } from '../signer/signer.js'
import { type KnownWallet, SIGNATURE_TYPE } from '../wallet/trading-wallet.js'
import { expirySeconds, findOrderProblem } from './find-order-problem.js'
import { orderAmounts } from './order-amounts.js'
import type { OrderFields, OrderPlace } from './order-fields.js'

/** What an order is built from besides the wish itself. */
export type OrderParts = Readonly<{
  market: MarketFacts | undefined
  now: TimeMs
  /** Numbers of 0 to 1, for the salt. */
  random: () => number
  /** The account that signs. */
  address: HexText
  wallet: KnownWallet
  chainId: number
  /** Who is credited for the order; zeros for nobody. */
  builder: HexText
}>

/** An order ready to be signed. `expiration` in Unix seconds, 0 for none; it is sent and not signed. */
export type BuiltOrder = Readonly<{ fields: OrderFields; place: OrderPlace; expiration: number }>

const NO_METADATA: HexText = `0x${'0'.repeat(64)}`

/**
 * Turns a wish into the venue's order, exactly: nothing is rounded.
 *
 * @throws BotError `invalid-argument` for an order that the venue takes in no state of its book.
 */
export const buildOrder = (intent: OrderIntent, parts: OrderParts): BuiltOrder => {
  const { market, now, random, address, wallet, chainId, builder } = parts
  const problem = findOrderProblem(intent, market, now)
  if (problem !== undefined) throw noOrder(intent, problem)
  const amounts = orderAmounts(intent.side, intent.shares, intent.limit)
  if (amounts === undefined) throw noOrder(intent, 'whole micro-dollars')
  const maker = wallet.address
  return {
    fields: {
      salt: saltOf(random),
      maker,
      // A deposit wallet is its own signer: the key behind it shows in the signature alone.
      signer: wallet.kind === 'deposit' ? maker : address,
      tokenId: intent.token,
      makerAmount: String(amounts.makerAmount),
      takerAmount: String(amounts.takerAmount),
      side: intent.side === 'buy' ? 'BUY' : 'SELL',
      signatureType: SIGNATURE_TYPE[wallet.kind],
      timestamp: String(now),
      metadata: NO_METADATA,
      builder,
    },
    place: { chainId, negRisk: market?.negRisk !== 'none' },
    expiration: intent.expiresAt === undefined ? 0 : expirySeconds(intent.expiresAt),
  }
}

const noOrder = ({ ref, token }: OrderIntent, expected: string): BotError =>
  new BotError('invalid-argument', `Expected ${expected} in order ${ref}`, { ref, token })

/** The salt goes out as a JSON number, so that it must stay below 2^53. */
const saltOf = (random: () => number): number =>
  Math.floor(random() * 2 ** 21) * 2 ** 32 + Math.floor(random() * 2 ** 32)

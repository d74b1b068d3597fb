import { type Approved, type OrderIntent, orderId, type PreparedOrder } from '@bot/core'
import { buildOrder } from '../order/build-order.js'
import { orderDigest } from '../order/order-fields.js'
import { type OrderType, writeOrderWire } from '../order/order-wire.js'
import { signOrder } from '../order/sign-order.js'
import type { HexText } from '../signer/signer.js'
import type { KnownWallet } from '../wallet/trading-wallet.js'
import type { PolymarketExecutionOptions } from './execution-options.js'
import type { OrderMemory } from './order-memory.js'

const NOBODY: HexText = `0x${'0'.repeat(64)}`

/** Whose order it is, and who remembers its tick. */
export type PrepareParts = Readonly<{ wallet: KnownWallet; owner: string; memory: OrderMemory }>

/** Builds and signs an order; nothing leaves the process but what the signer is asked. */
export const prepareOrder = async (
  options: PolymarketExecutionOptions,
  { wallet, owner, memory }: PrepareParts,
  order: Approved<OrderIntent>,
): Promise<PreparedOrder> => {
  const { signer, marketOf, clock, random, chainId = 137, builder = NOBODY } = options
  const market = marketOf(order.token)
  const { address } = signer
  const now = clock.now()
  const built = buildOrder(order, { market, now, random, address, wallet, chainId, builder })
  const signature = await signOrder(signer, built.fields, built.place)
  const orderType = order.tif.toUpperCase() as OrderType
  const { postOnly } = order
  const wire = writeOrderWire(built, { signature, owner, orderType, postOnly })
  const id = orderId(orderDigest(built.fields, built.place))
  if (typeof market?.tick === 'number') memory.prepared(id, market.tick)
  return { id, wire }
}

import { type Clock, messageOf, wait } from '@bot/core'
import type { HexText } from '../execution/signer/signer.js'
import type { Chain, ChainReceipt } from './chain.js'

/** A signed transaction: its hash is known before it is sent. */
export type SignedTransaction = Readonly<{ hash: HexText; raw: HexText; nonce: number }>

/** How a transaction is followed. */
export type FollowParts = Readonly<{
  chain: Chain
  clock: Clock
  address: HexText
  confirmations: number
  waitMs: number
  pollMs: number
  /** Ends all waiting. */
  closing: AbortSignal
}>

/** What became of a transaction; `unknown` with what was last heard. */
export type Followed =
  | Readonly<{ state: 'mined'; receipt: ChainReceipt }>
  | Readonly<{ state: 'replaced' }>
  | Readonly<{ state: 'unknown'; reason: string }>

/**
 * Sends the bytes of a record where nobody knows them, and waits until it is certain what became of them.
 *
 * Only the same bytes are ever sent: their nonce lets them act once. When another transaction used that nonce, and
 * has as many confirmations as are asked for, these bytes can never act: `replaced`.
 */
export const followTransaction = async (
  parts: FollowParts,
  record: SignedTransaction,
): Promise<Followed> => {
  const { clock, waitMs, pollMs, closing } = parts
  const until = clock.now() + waitMs
  for (;;) {
    const seen = await look(parts, record).catch(
      (thrown: unknown): Followed => ({ state: 'unknown', reason: `node: ${messageOf(thrown)}` }),
    )
    if (seen.state !== 'unknown') return seen
    if (clock.now() >= until) return seen
    try {
      await wait(clock, pollMs, closing)
    } catch {
      return { state: 'unknown', reason: `stopped; ${seen.reason}` }
    }
  }
}

const look = async (parts: FollowParts, record: SignedTransaction): Promise<Followed> => {
  const { chain, confirmations } = parts
  const { hash } = record
  const head = await chain.number('eth_blockNumber')
  const receipt = await chain.receipt(hash)
  if (receipt !== undefined) {
    const depth = head - receipt.block + 1n
    if (depth >= BigInt(confirmations)) return { state: 'mined', receipt }
    return unknown(hash, `has ${depth} of ${confirmations} confirmations`)
  }
  if (await chain.isKnown(hash)) return unknown(hash, 'is not mined yet')
  if (await isReplaced(parts, record, head)) return { state: 'replaced' }
  try {
    await chain.send(record.raw)
    return unknown(hash, 'was sent')
  } catch (thrown) {
    return unknown(hash, `was not taken: ${messageOf(thrown)}`)
  }
}

const unknown = (hash: HexText, said: string): Followed => ({
  state: 'unknown',
  reason: `transaction ${hash} ${said}`,
})

const isReplaced = async (
  { chain, address, confirmations }: FollowParts,
  { hash, nonce }: SignedTransaction,
  head: bigint,
): Promise<boolean> => {
  const certain = head - BigInt(confirmations) + 1n
  if (certain < 0n) return false
  const block = `0x${certain.toString(16)}`
  const used = await chain.number('eth_getTransactionCount', [address, block])
  // It may have been mined between the two questions.
  return used > BigInt(nonce) && (await chain.receipt(hash)) === undefined
}

import type { Clock } from '@bot/core'
import {
  type Hex,
  keccak256,
  parseTransaction,
  recoverTransactionAddress,
  type TransactionSerialized,
} from 'viem'
import type { SimExchange } from '../../exchange/exchange.js'
import { performChainCall, readChainCall } from './chain-call.js'

/** A transaction as it was sent, and what became of it once it is in a block. */
export type ChainTransaction = Readonly<{
  hash: Hex
  from: Hex
  to: Hex | null
  nonce: number
  data: Hex
  /** `cash` is what the sender got, in micro-dollars, below zero what it paid. */
  mined?: Readonly<{ block: number; success: boolean; cash: number }>
}>

/** A chain with one block every two seconds, on which protocol actions are performed. */
export type Chain = Readonly<{
  block: () => number
  /** The number of an account's next transaction: with those that wait, or as of a block. */
  nonce: (address: string, at: 'pending' | number) => number
  /** Takes a signed transaction, or says why not in a node's words. */
  send: (raw: Hex) => Promise<Hex | Readonly<{ error: string }>>
  transaction: (hash: Hex) => ChainTransaction | undefined
  stop: () => void
}>

/** What a chain works with. `blockMs` is the time from sending to the block. */
export type ChainParts = Readonly<{
  exchange: SimExchange
  clock: Clock
  chainId: number
  blockMs: number
}>

/** Makes a chain without transactions. */
export const createChain = ({ exchange, clock, chainId, blockMs }: ChainParts): Chain => {
  const transactions = new Map<Hex, ChainTransaction>()
  const mined = new Map<string, number>()
  const waiting = new Map<string, Map<number, ChainTransaction>>()
  const stops = new Set<() => void>()
  const block = (): number => Math.floor(clock.now() / blockMs)

  const mine = (address: string): void => {
    const next = mined.get(address) ?? 0
    const transaction = waiting.get(address)?.get(next)
    if (transaction === undefined) return
    waiting.get(address)?.delete(next)
    mined.set(address, next + 1)
    const done = perform(exchange, address, transaction)
    transactions.set(transaction.hash, { ...transaction, mined: { block: block(), ...done } })
    mine(address)
  }
  const mineLater = (address: string): void => {
    const stop = clock.after(blockMs, () => {
      stops.delete(stop)
      mine(address)
    })
    stops.add(stop)
  }

  return {
    block,
    nonce: (address, at) => {
      const own = address.toLowerCase()
      if (at !== 'pending') return minedUpTo(transactions, own, at)
      let next = mined.get(own) ?? 0
      while (waiting.get(own)?.has(next) === true) next += 1
      return next
    },
    send: async (raw) => {
      const transaction = await readTransaction(raw, chainId)
      if ('error' in transaction) return transaction
      if (transactions.has(transaction.hash)) return { error: 'already known' }
      const address = transaction.from.toLowerCase()
      if (transaction.nonce < (mined.get(address) ?? 0)) return { error: 'nonce too low' }
      const queue = waiting.get(address) ?? new Map<number, ChainTransaction>()
      if (queue.has(transaction.nonce)) return { error: 'replacement transaction underpriced' }
      waiting.set(address, queue.set(transaction.nonce, transaction))
      transactions.set(transaction.hash, transaction)
      mineLater(address)
      return transaction.hash
    },
    transaction: (hash) => transactions.get(hash),
    stop: () => {
      for (const stop of stops) stop()
    },
  }
}

const minedUpTo = (
  transactions: ReadonlyMap<Hex, ChainTransaction>,
  owner: string,
  block: number,
): number => {
  let count = 0
  for (const { from, mined } of transactions.values()) {
    if (from.toLowerCase() === owner && mined !== undefined && mined.block <= block) count += 1
  }
  return count
}

const perform = (
  exchange: SimExchange,
  owner: string,
  { to, data }: ChainTransaction,
): Readonly<{ success: boolean; cash: number }> => {
  const call = readChainCall(exchange, to, data)
  if (call === undefined) return { success: false, cash: 0 }
  if (call.kind === 'approval') return { success: true, cash: 0 }
  const result = performChainCall(exchange, owner, call)
  return { success: result.ok, cash: result.ok ? result.cash : 0 }
}

const readTransaction = async (
  raw: Hex,
  chainId: number,
): Promise<ChainTransaction | Readonly<{ error: string }>> => {
  try {
    const serializedTransaction = raw as TransactionSerialized
    const parsed = parseTransaction(serializedTransaction)
    if (parsed.chainId !== chainId) return { error: 'invalid chain id for signer' }
    const from = await recoverTransactionAddress({ serializedTransaction })
    const { to = null, nonce = 0, data = '0x' } = parsed
    return { hash: keccak256(raw), from, to, nonce, data }
  } catch {
    return { error: 'rlp: transaction could not be read' }
  }
}

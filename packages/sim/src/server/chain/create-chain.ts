import type { Clock } from '@bot/core'
import {
  type Hex,
  keccak256,
  parseTransaction,
  recoverTransactionAddress,
  type TransactionSerialized,
} from 'viem'
import { z } from 'zod'
import type { SimExchange } from '../../exchange/exchange.js'
import type { Wallets } from '../auth/wallets.js'
import { type ActingWallet, actingWallet } from './acting-wallet.js'
import { performChainCall, readChainCall } from './chain-call.js'

/** The Safe that acted, on which contract, and whether its call went well. */
export type SafeTrace = Readonly<{ address: Hex; target: Hex; executed: boolean }>

/** A transaction as it was sent, and what became of it once it is in a block. */
export type ChainTransaction = Readonly<{
  hash: Hex
  from: Hex
  to: Hex | null
  nonce: number
  data: Hex
  /** `cash` is what the wallet that acted got, in micro-dollars, below zero what it paid. */
  mined?: Readonly<{ block: number; success: boolean; cash: number; safe?: SafeTrace }>
}>

/** A chain with one block every two seconds, on which protocol actions are performed. */
export type Chain = Readonly<{
  block: () => number
  /** The number of an account's next transaction: with those that wait, or as of a block. */
  nonce: (address: string, at: 'pending' | number) => number
  /** Takes a signed transaction, or says why not in a node's words. */
  send: (raw: Hex) => Promise<Hex | Readonly<{ error: string }>>
  transaction: (hash: Hex) => ChainTransaction | undefined
  /** Returns everything as plain JSON, for `restore`. */
  snapshot: () => unknown
  /** Replaces everything; what waited is mined a block later. Anything that is no snapshot starts anew. */
  restore: (snapshot: unknown) => void
  stop: () => void
}>

/** What a chain works with. `blockMs` is the time from sending to the block. */
export type ChainParts = Readonly<{
  exchange: SimExchange
  /** Whose contract wallets there are; Safes act for their owners. */
  wallets: Wallets
  clock: Clock
  chainId: number
  blockMs: number
}>

/** Transactions that can be asked for; older ones are forgotten, but not that their numbers are used. */
const KEPT = 5_000

/** Makes a chain without transactions. */
export const createChain = (parts: ChainParts): Chain => {
  const { clock, chainId, blockMs } = parts
  const transactions = new Map<Hex, ChainTransaction>()
  /** The block of each transaction of an account, in order of its nonce. */
  const mined = new Map<string, number[]>()
  const stops = new Set<() => void>()
  const block = (): number => Math.floor(clock.now() / blockMs)
  const blocksOf = (address: string): number[] => {
    const known = mined.get(address) ?? []
    mined.set(address, known)
    return known
  }
  const waitingOf = (address: string, nonce: number): ChainTransaction | undefined => {
    for (const each of transactions.values()) {
      if (each.mined === undefined && each.nonce === nonce && each.from.toLowerCase() === address)
        return each
    }
    return undefined
  }

  const mine = (address: string): void => {
    const blocks = blocksOf(address)
    const transaction = waitingOf(address, blocks.length)
    if (transaction === undefined) return
    blocks.push(block())
    const done = perform(parts, transaction)
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
  const forgetOld = (): void => {
    for (const [hash, { mined: done }] of transactions) {
      if (transactions.size <= KEPT || done === undefined) return
      transactions.delete(hash)
    }
  }

  return {
    block,
    nonce: (address, at) => {
      const blocks = blocksOf(address.toLowerCase())
      if (at !== 'pending') return blocks.filter((each) => each <= at).length
      let next = blocks.length
      while (waitingOf(address.toLowerCase(), next) !== undefined) next += 1
      return next
    },
    send: async (raw) => {
      const transaction = await readTransaction(raw, chainId)
      if ('error' in transaction) return transaction
      if (transactions.has(transaction.hash)) return { error: 'already known' }
      const address = transaction.from.toLowerCase()
      if (transaction.nonce < blocksOf(address).length) return { error: 'nonce too low' }
      if (waitingOf(address, transaction.nonce) !== undefined)
        return { error: 'replacement transaction underpriced' }
      transactions.set(transaction.hash, transaction)
      forgetOld()
      mineLater(address)
      return transaction.hash
    },
    transaction: (hash) => transactions.get(hash),
    snapshot: () => ({ transactions: [...transactions.values()], mined: [...mined] }),
    restore: (given) => {
      const parsed = Snapshot.safeParse(given)
      transactions.clear()
      mined.clear()
      if (!parsed.success) return
      for (const each of parsed.data.transactions as ChainTransaction[]) {
        transactions.set(each.hash, each)
        if (each.mined === undefined) mineLater(each.from.toLowerCase())
      }
      for (const [address, blocks] of parsed.data.mined) mined.set(address, blocks)
    },
    stop: () => {
      for (const stop of stops) stop()
    },
  }
}

const Snapshot = z.object({
  transactions: z.array(z.object({ hash: z.string(), from: z.string(), nonce: z.int() }).loose()),
  mined: z.array(z.tuple([z.string(), z.array(z.int())])),
})

const REVERTED = { success: false, cash: 0 } as const

const perform = (
  { exchange, wallets }: ChainParts,
  transaction: ChainTransaction,
): Omit<NonNullable<ChainTransaction['mined']>, 'block'> => {
  const acting = actingWallet(wallets, transaction)
  if (acting === undefined) return REVERTED
  const { ok, cash } = performFor(exchange, acting)
  const { safe, to } = acting
  if (safe === undefined || to === null) return { success: ok, cash }
  if (!ok && !safe.keepsFailure) return REVERTED
  return { success: true, cash, safe: { address: safe.address, target: to, executed: ok } }
}

const performFor = (
  exchange: SimExchange,
  { owner, to, data }: ActingWallet,
): Readonly<{ ok: boolean; cash: number }> => {
  const call = readChainCall(exchange, to, data)
  if (call === undefined) return { ok: false, cash: 0 }
  if (call.kind === 'approval') return { ok: true, cash: 0 }
  const result = performChainCall(exchange, owner, call)
  return { ok: result.ok, cash: result.ok ? result.cash : 0 }
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

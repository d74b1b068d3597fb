import { BotError } from '@bot/core'
import { hexToBigInt, isHex, toHex } from 'viem'
import type { HexText } from '../execution/signer/signer.js'
import { isFields } from '../wire/is-fields.js'

/** Asks a node: the request function of EIP-1193, which rejects with what the node said. */
export type RpcRequest = (
  call: Readonly<{ method: string; params?: readonly unknown[] }>,
) => Promise<unknown>

/** A call of a contract, as one account would make it. */
export type ChainCall = Readonly<{ from: HexText; to: HexText; data: HexText }>

/** A log of a receipt. */
export type ChainLog = Readonly<{ address: string; topics: readonly string[]; data: string }>

/** What became of a mined transaction. */
export type ChainReceipt = Readonly<{
  succeeded: boolean
  block: bigint
  logs: readonly ChainLog[]
}>

/** What a node knows, in our own types. Each throws what the node said, or BotError `unexpected-response`. */
export type Chain = Readonly<{
  number: (method: string, params?: readonly unknown[]) => Promise<bigint>
  /** Runs a call without sending it, at a block or now. */
  call: (call: ChainCall, block?: bigint) => Promise<HexText>
  /** Tells whether there is a contract at an address. */
  hasCode: (address: HexText) => Promise<boolean>
  receipt: (hash: HexText) => Promise<ChainReceipt | undefined>
  isKnown: (hash: HexText) => Promise<boolean>
  send: (raw: HexText) => Promise<void>
  baseFee: () => Promise<bigint>
}>

/** Wraps a request function. */
export const createChain = (request: RpcRequest): Chain => {
  const ask = (method: string, params: readonly unknown[] = []): Promise<unknown> =>
    request({ method, params })
  return {
    number: async (method, params) => toBigInt(await ask(method, params), method),
    call: async (call, block) => {
      const at = block === undefined ? 'latest' : toHex(block)
      return toHexText(await ask('eth_call', [call, at]), 'eth_call')
    },
    hasCode: async (address) => {
      const code = await ask('eth_getCode', [address, 'latest'])
      return toHexText(code, 'eth_getCode') !== '0x'
    },
    receipt: async (hash) => readReceipt(await ask('eth_getTransactionReceipt', [hash])),
    isKnown: async (hash) => isFields(await ask('eth_getTransactionByHash', [hash])),
    send: async (raw) => void (await ask('eth_sendRawTransaction', [raw])),
    baseFee: async () => {
      const block = await ask('eth_getBlockByNumber', ['latest', false])
      return toBigInt(isFields(block) ? block['baseFeePerGas'] : undefined, 'eth_getBlockByNumber')
    },
  }
}

const readReceipt = (raw: unknown): ChainReceipt | undefined => {
  if (raw === null || raw === undefined) return undefined
  const { status, blockNumber, logs } = (isFields(raw) ? raw : {}) as Record<string, unknown>
  if (!Array.isArray(logs)) throw unreadable('eth_getTransactionReceipt')
  return {
    succeeded: toBigInt(status, 'eth_getTransactionReceipt') === 1n,
    block: toBigInt(blockNumber, 'eth_getTransactionReceipt'),
    logs: logs as readonly ChainLog[],
  }
}

const toHexText = (value: unknown, method: string): HexText => {
  if (isHex(value)) return value
  throw unreadable(method)
}

const toBigInt = (value: unknown, method: string): bigint => {
  if (isHex(value) && value.length > 2) return hexToBigInt(value)
  throw unreadable(method)
}

const unreadable = (method: string): BotError =>
  new BotError('unexpected-response', `Expected an answer to ${method}, was another shape`, {
    method,
  })

import { type Hex, hexToNumber, isAddress, isHex, keccak256, numberToHex, pad, toHex } from 'viem'
import type { SimExchange } from '../../exchange/exchange.js'
import type { Wallets } from '../auth/wallets.js'
import { actingWallet, safeAt } from './acting-wallet.js'
import { chainCallSucceeds, readChainCall } from './chain-call.js'
import { CHAIN_CONTRACTS } from './chain-contracts.js'
import { GAS, GAS_PRICE } from './chain-gas.js'
import { chainReceipt, inBlock } from './chain-receipt.js'
import { readChainView } from './chain-views.js'
import type { Chain } from './create-chain.js'
import { readSafeView } from './safe-views.js'

/** What a method answers: a result, or a node's error. */
export type RpcAnswer =
  | Readonly<{ result: unknown }>
  | Readonly<{ error: Readonly<{ code: number; message: string }> }>

/** What methods work with. */
export type RpcParts = Readonly<{
  chain: Chain
  exchange: SimExchange
  /** Whose contract wallets there are; Safes act for their owners. */
  wallets: Wallets
  chainId: number
}>

/** Answers one call of JSON-RPC, as a node of the chain would. */
export const callRpc = async (
  parts: RpcParts,
  method: string,
  params: readonly unknown[],
): Promise<RpcAnswer> => {
  const known = METHODS[method]
  if (known === undefined)
    return failed(-32601, `the method ${method} does not exist/is not available`)
  return known(parts, params)
}

type Method = (parts: RpcParts, params: readonly unknown[]) => RpcAnswer | Promise<RpcAnswer>

const ok = (result: unknown): RpcAnswer => ({ result })
const failed = (code: number, message: string): RpcAnswer => ({ error: { code, message } })

/** Every account has gas for a long time: 100 POL. */
const GAS_MONEY = 100n * 10n ** 18n

const METHODS: Readonly<Record<string, Method>> = {
  eth_chainId: ({ chainId }) => ok(numberToHex(chainId)),
  net_version: ({ chainId }) => ok(String(chainId)),
  eth_blockNumber: ({ chain }) => ok(numberToHex(chain.block())),
  eth_getBlockByNumber: ({ chain, exchange }, [which]) => ok(blockOf(chain, exchange, which)),
  eth_gasPrice: () => ok(numberToHex(GAS_PRICE)),
  eth_maxPriorityFeePerGas: () => ok(numberToHex(GAS_PRICE)),
  eth_feeHistory: ({ chain }) => ok(feeHistory(chain)),
  eth_getBalance: () => ok(numberToHex(GAS_MONEY)),
  eth_getCode: ({ wallets }, [address]) => ok(isContract(wallets, address) ? '0x00' : '0x'),
  eth_getTransactionCount: ({ chain }, [address, tag]) =>
    ok(numberToHex(chain.nonce(String(address), nonceAt(chain, tag)))),
  eth_call: (parts, [call]) => view(parts, call),
  eth_estimateGas: (parts, [call]) => {
    const answer = view(parts, call)
    return 'error' in answer ? answer : ok(numberToHex(GAS))
  },
  eth_sendRawTransaction: async ({ chain }, [raw]) => {
    const sent = await chain.send(String(raw) as Hex)
    return typeof sent === 'string' ? ok(sent) : failed(-32000, sent.error)
  },
  eth_getTransactionByHash: (parts, [hash]) => ok(shownTransaction(parts, String(hash) as Hex)),
  eth_getTransactionReceipt: ({ chain }, [hash]) => ok(chainReceipt(chain, String(hash) as Hex)),
  eth_getLogs: () => ok([]),
}

/** A block may be named by its number; anything but `pending` that is none means the latest. */
const nonceAt = (chain: Chain, tag: unknown): 'pending' | number => {
  if (tag === 'pending') return 'pending'
  return isHex(tag) ? hexToNumber(tag) : chain.block()
}

const reverted = (why?: string): RpcAnswer =>
  failed(3, why === undefined ? 'execution reverted' : `execution reverted: ${why}`)

const isContract = (wallets: Wallets, address: unknown): boolean =>
  [...Object.values(CHAIN_CONTRACTS), safeAt(wallets, addressIn(address))?.address].some(
    (known) => known?.toLowerCase() === String(address).toLowerCase(),
  )

const NOWHERE: Hex = '0x0000000000000000000000000000000000000000'

const addressIn = (given: unknown): Hex => (isAddress(String(given)) ? (given as Hex) : NOWHERE)

type Call = Readonly<{ from: string; to: Hex; data: Hex }>

const callOf = (given: unknown): Call => {
  const { from, to, data, input } = (given ?? {}) as Readonly<Record<string, unknown>>
  return {
    from: String(from ?? ''),
    to: addressIn(to),
    data: String(data ?? input ?? '0x') as Hex,
  }
}

/** Reads are answered; an action is simulated: it answers nothing when it would succeed, and reverts otherwise. */
const view = ({ exchange, wallets }: RpcParts, given: unknown): RpcAnswer => {
  const sent = callOf(given)
  const read = readSafeView(wallets, sent) ?? readChainView(exchange, sent.to, sent.data)
  if (read !== undefined) return ok(read)
  const acting = actingWallet(wallets, sent)
  if (acting === undefined) return reverted('GS025')
  const call = readChainCall(exchange, acting.to, acting.data)
  const succeeds =
    call?.kind === 'approval' ||
    (call !== undefined && chainCallSucceeds(exchange, acting.owner, call))
  if (acting.safe === undefined) {
    if (call?.kind === 'approval') return ok(YES)
    return succeeds ? ok('0x') : reverted()
  }
  if (succeeds) return ok(YES)
  return acting.safe.keepsFailure ? ok(NO) : reverted('GS013')
}

const YES = pad('0x1')
const NO = pad('0x0')

const blockOf = (chain: Chain, exchange: SimExchange, which: unknown): object => {
  const number = isHex(which) ? hexToNumber(which) : chain.block()
  return {
    number: numberToHex(number),
    hash: keccak256(toHex(number)),
    parentHash: keccak256(toHex(number - 1)),
    timestamp: numberToHex(Math.floor(exchange.now() / 1000)),
    baseFeePerGas: numberToHex(GAS_PRICE),
    gasLimit: numberToHex(30_000_000),
    gasUsed: '0x0',
    transactions: [],
    uncles: [],
  }
}

const feeHistory = (chain: Chain): object => ({
  oldestBlock: numberToHex(chain.block()),
  baseFeePerGas: [numberToHex(GAS_PRICE), numberToHex(GAS_PRICE)],
  gasUsedRatio: [0.5],
  reward: [[numberToHex(GAS_PRICE)]],
})

const shownTransaction = ({ chain, chainId }: RpcParts, hash: Hex): object | null => {
  const found = chain.transaction(hash)
  if (found === undefined) return null
  return {
    ...inBlock(found),
    hash,
    from: found.from,
    to: found.to,
    input: found.data,
    nonce: numberToHex(found.nonce),
    gas: numberToHex(GAS),
    gasPrice: numberToHex(GAS_PRICE),
    value: '0x0',
    type: '0x2',
    chainId: numberToHex(chainId),
  }
}

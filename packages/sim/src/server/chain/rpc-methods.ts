import { type Hex, hexToNumber, isAddress, isHex, keccak256, numberToHex, pad, toHex } from 'viem'
import type { SimExchange } from '../../exchange/exchange.js'
import { chainCallSucceeds, readChainCall } from './chain-call.js'
import { CHAIN_CONTRACTS } from './chain-contracts.js'
import { readChainView } from './chain-views.js'
import type { Chain, ChainTransaction } from './create-chain.js'

/** What a method answers: a result, or a node's error. */
export type RpcAnswer =
  | Readonly<{ result: unknown }>
  | Readonly<{ error: Readonly<{ code: number; message: string }> }>

/** What methods work with. */
export type RpcParts = Readonly<{ chain: Chain; exchange: SimExchange; chainId: number }>

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

const GAS_PRICE = 30_000_000_000
const GAS = 300_000
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
  eth_getCode: (_parts, [address]) => ok(isContract(address) ? '0x00' : '0x'),
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
  eth_getTransactionReceipt: ({ chain }, [hash]) => ok(receipt(chain, String(hash) as Hex)),
  eth_getLogs: () => ok([]),
}

/** A block may be named by its number; anything but `pending` that is none means the latest. */
const nonceAt = (chain: Chain, tag: unknown): 'pending' | number => {
  if (tag === 'pending') return 'pending'
  return isHex(tag) ? hexToNumber(tag) : chain.block()
}

const reverted = (): RpcAnswer => failed(3, 'execution reverted')

const isContract = (address: unknown): boolean =>
  Object.values(CHAIN_CONTRACTS).some(
    (known) => known.toLowerCase() === String(address).toLowerCase(),
  )

type Call = Readonly<{ from: string; to: Hex; data: Hex }>

const callOf = (given: unknown): Call => {
  const { from, to, data, input } = (given ?? {}) as Readonly<Record<string, unknown>>
  return {
    from: String(from ?? ''),
    to: (isAddress(String(to)) ? to : '0x0000000000000000000000000000000000000000') as Hex,
    data: String(data ?? input ?? '0x') as Hex,
  }
}

/** Reads are answered; an action is simulated: it answers nothing when it would succeed, and reverts otherwise. */
const view = ({ exchange }: RpcParts, given: unknown): RpcAnswer => {
  const { from, to, data } = callOf(given)
  const read = readChainView(exchange, to, data)
  if (read !== undefined) return ok(read)
  const call = readChainCall(exchange, to, data)
  if (call === undefined) return reverted()
  if (call.kind === 'approval') return ok(pad('0x1'))
  return chainCallSucceeds(exchange, from.toLowerCase(), call) ? ok('0x') : reverted()
}

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

const receipt = (chain: Chain, hash: Hex): object | null => {
  const found = chain.transaction(hash)
  if (found?.mined === undefined) return null
  return {
    ...inBlock(found),
    transactionHash: hash,
    from: found.from,
    to: found.to,
    status: found.mined.success ? '0x1' : '0x0',
    gasUsed: numberToHex(GAS),
    cumulativeGasUsed: numberToHex(GAS),
    effectiveGasPrice: numberToHex(GAS_PRICE),
    logs: transfers(found),
    logsBloom: pad('0x0', { size: 256 }),
    contractAddress: null,
    type: '0x2',
  }
}

const inBlock = ({ mined }: ChainTransaction): object =>
  mined === undefined
    ? { blockNumber: null, blockHash: null, transactionIndex: null }
    : {
        blockNumber: numberToHex(mined.block),
        blockHash: keccak256(toHex(mined.block)),
        transactionIndex: '0x0',
      }

/** The topic of an ERC-20 transfer. */
const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'

/** Dollars move between the sender and the adapter. */
const transfers = ({ from, to, hash, mined }: ChainTransaction): readonly object[] => {
  if (mined === undefined || mined.cash === 0) return []
  const parties = [pad(from), pad(to ?? '0x0')]
  const [payer, payee] = mined.cash < 0 ? parties : parties.reverse()
  return [
    {
      address: CHAIN_CONTRACTS.collateral,
      topics: [TRANSFER, payer, payee],
      data: pad(numberToHex(Math.abs(mined.cash))),
      blockNumber: numberToHex(mined.block),
      blockHash: keccak256(toHex(mined.block)),
      transactionHash: hash,
      transactionIndex: '0x0',
      logIndex: '0x0',
      removed: false,
    },
  ]
}

import { type Hex, keccak256, numberToHex, pad, toEventSelector, toHex } from 'viem'
import { CHAIN_CONTRACTS } from './chain-contracts.js'
import { GAS, GAS_PRICE } from './chain-gas.js'
import type { Chain, ChainTransaction } from './create-chain.js'

/** Makes the receipt of a transaction; `null` before it is in a block. */
export const chainReceipt = (chain: Chain, hash: Hex): object | null => {
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
    logs: logsOf(found),
    logsBloom: pad('0x0', { size: 256 }),
    contractAddress: null,
    type: '0x2',
  }
}

/** Says in which block a transaction is, in the fields of a node. */
export const inBlock = ({ mined }: ChainTransaction): object =>
  mined === undefined
    ? { blockNumber: null, blockHash: null, transactionIndex: null }
    : {
        blockNumber: numberToHex(mined.block),
        blockHash: keccak256(toHex(mined.block)),
        transactionIndex: '0x0',
      }

const TRANSFER = toEventSelector('Transfer(address,address,uint256)')
const SAFE_SUCCEEDED = toEventSelector('ExecutionSuccess(bytes32,uint256)')
const SAFE_FAILED = toEventSelector('ExecutionFailure(bytes32,uint256)')

type Log = Readonly<{ address: Hex; topics: readonly Hex[]; data: Hex }>

const logsOf = (found: ChainTransaction): readonly object[] =>
  [...transfers(found), ...safeEvents(found)].map((log, index) => ({
    ...log,
    ...inBlock(found),
    transactionHash: found.hash,
    logIndex: numberToHex(index),
    removed: false,
  }))

const topicOf = (address: Hex): Hex => pad(address).toLowerCase() as Hex

/** Dollars move between the wallet that acts and the adapter. */
const transfers = ({ from, to, mined }: ChainTransaction): readonly Log[] => {
  if (mined === undefined || mined.cash === 0) return []
  const parties = [mined.safe?.address ?? from, mined.safe?.target ?? to ?? '0x0'].map(topicOf)
  const [payer = '0x', payee = '0x'] = mined.cash < 0 ? parties : parties.reverse()
  const data = pad(numberToHex(Math.abs(mined.cash)))
  return [{ address: CHAIN_CONTRACTS.collateral, topics: [TRANSFER, payer, payee], data }]
}

/** A Safe of version 1.3 tells its own hash of the transaction, which nothing here needs, and that it repaid nothing. */
const safeEvents = ({ hash, mined }: ChainTransaction): readonly Log[] => {
  if (mined?.safe === undefined) return []
  const { address, executed } = mined.safe
  const data: Hex = `${hash}${'0'.repeat(64)}`
  return [{ address, topics: [executed ? SAFE_SUCCEEDED : SAFE_FAILED], data }]
}

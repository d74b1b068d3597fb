import { BotError, type MarketId, USD_ONE } from '@bot/core'
import { encodeFunctionData, hexToBigInt, isHex, parseAbi } from 'viem'
import type { HexText } from '../execution/signer/signer.js'
import type { RpcRequest } from '../settlement/chain.js'
import { POLYGON_CONTRACTS } from '../settlement/settlement-contracts.js'

/** Reads which payouts the chain holds for markets of two outcomes; markets without any are left out. */
export type PayoutReader = (
  markets: readonly MarketId[],
) => Promise<ReadonlyMap<MarketId, readonly [number, number]>>

/**
 * Where payouts are read. `contract` holds the shares: by default Polygon's. `block` (`finalized`) is as of when: what
 * a younger block says can still be undone.
 */
export type PayoutReaderOptions = Readonly<{
  request: RpcRequest
  contract?: HexText
  block?: 'finalized' | 'latest'
}>

const ABI = parseAbi([
  'function payoutDenominator(bytes32 conditionId) view returns (uint256)',
  'function payoutNumerators(bytes32 conditionId, uint256 index) view returns (uint256)',
])
/** Markets that are asked about at a time. */
const AT_ONCE = 10

/**
 * Makes a reader of the payout numerators of the conditional tokens contract: the one witness that is final.
 *
 * Payouts are micro-dollars a share, rounded down. The reader rejects with what the node said, or BotError
 * `unexpected-response` for an answer that is no number, or payouts that are more than the whole.
 */
export const createPayoutReader = ({
  request,
  contract = POLYGON_CONTRACTS.conditionalTokens,
  block = 'finalized',
}: PayoutReaderOptions): PayoutReader => {
  const ask = async (data: HexText): Promise<bigint> => {
    const answer = await request({
      method: 'eth_call',
      params: [{ to: contract, data }, block],
    })
    if (isHex(answer) && answer.length > 2) return hexToBigInt(answer)
    throw unreadable('no number')
  }
  const read = async (market: MarketId): Promise<readonly [number, number] | undefined> => {
    const condition = market as string as HexText
    const numerator = (index: bigint): Promise<bigint> =>
      ask(
        encodeFunctionData({
          abi: ABI,
          functionName: 'payoutNumerators',
          args: [condition, index],
        }),
      )
    const whole = await ask(
      encodeFunctionData({ abi: ABI, functionName: 'payoutDenominator', args: [condition] }),
    )
    if (whole === 0n) return undefined
    const [yes, no] = await Promise.all([numerator(0n), numerator(1n)])
    if (yes + no > whole) throw unreadable('payouts above the whole')
    return [Number((yes * BigInt(USD_ONE)) / whole), Number((no * BigInt(USD_ONE)) / whole)]
  }
  return async (markets) => {
    const found = new Map<MarketId, readonly [number, number]>()
    for (let from = 0; from < markets.length; from += AT_ONCE) {
      const some = markets.slice(from, from + AT_ONCE).filter((id) => /^0x[0-9a-f]{64}$/i.test(id))
      const payouts = await Promise.all(some.map(read))
      some.forEach((id, index) => {
        const each = payouts[index]
        if (each !== undefined) found.set(id, each)
      })
    }
    return found
  }
}

const unreadable = (what: string): BotError =>
  new BotError('unexpected-response', `Expected payouts of the node, was ${what}`, {
    method: 'eth_call',
  })

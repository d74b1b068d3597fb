import { marketId } from '@bot/core'
import { decodeFunctionData, numberToHex, parseAbi } from 'viem'
import { expect, test } from 'vitest'
import type { RpcRequest } from '../settlement/chain.js'
import { createPayoutReader } from './create-payout-reader.js'

const ABI = parseAbi([
  'function payoutDenominator(bytes32 conditionId) view returns (uint256)',
  'function payoutNumerators(bytes32 conditionId, uint256 index) view returns (uint256)',
])
const market = marketId(`0x${'ab'.repeat(32)}`)
const other = marketId(`0x${'cd'.repeat(32)}`)

/** A chain that holds the numerators of one market. */
const chainOf =
  (whole: bigint, numerators: readonly bigint[], blocks: unknown[] = []): RpcRequest =>
  async ({ params = [] }) => {
    const [call, block] = params as readonly [{ data: `0x${string}` }, unknown]
    blocks.push(block)
    const { functionName, args = [] } = decodeFunctionData({ abi: ABI, data: call.data })
    if (String(args[0]) !== market) return numberToHex(0n, { size: 32 })
    const value = functionName === 'payoutDenominator' ? whole : numerators[Number(args[1])]
    return numberToHex(value ?? 0n, { size: 32 })
  }

test('payouts are what the chain holds, in micro-dollars, as of a block that nothing undoes', async () => {
  const blocks: unknown[] = []
  const read = createPayoutReader({ request: chainOf(1n, [0n, 1n], blocks) })
  expect([...(await read([market, other]))]).toEqual([[market, [0, 1_000_000]]])
  expect(new Set(blocks)).toEqual(new Set(['finalized']))
})

test('thirds are rounded down, so that nobody counts on more', async () => {
  const read = createPayoutReader({ request: chainOf(3n, [1n, 2n]) })
  expect((await read([market])).get(market)).toEqual([333_333, 666_666])
})

test('what is no condition is not asked about', async () => {
  const read = createPayoutReader({ request: async () => expect.unreachable() })
  expect((await read([marketId('m')])).size).toBe(0)
})

test('an answer that makes no sense is refused, and a node that fails is heard', async () => {
  const above = createPayoutReader({ request: chainOf(1n, [1n, 1n]) })
  await expect(above([market])).rejects.toMatchObject({ code: 'unexpected-response' })
  const silent = createPayoutReader({ request: async () => '0x' })
  await expect(silent([market])).rejects.toMatchObject({ code: 'unexpected-response' })
  const broken = createPayoutReader({ request: async () => Promise.reject(new Error('down')) })
  await expect(broken([market])).rejects.toThrow('down')
})

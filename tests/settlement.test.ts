import { type BasketAction, type MarketFacts, parseSize } from '@bot/core'
import {
  type ChainSettlementOptions,
  createLocalSigner,
  type HexText,
  openSettlementStore,
  POLYGON_CONTRACTS,
  positionId,
  type RpcRequest,
} from '@bot/polymarket'
import fc from 'fast-check'
import { keccak256 } from 'viem'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import {
  action,
  addGroup,
  addMarket,
  type ChainWorld,
  cashOf,
  createChainWorld,
  fund,
  heldOf,
  openSettlement,
  resolve,
  TRADER_KEY,
} from './fixtures/chain-world.js'
import { memoryLines } from './fixtures/memory-lines.js'

let world: ChainWorld
let question = 1

beforeAll(async () => {
  world = await createChainWorld()
  await fund(world, 1_000_000_000n)
}, 60_000)

const fresh = async (): Promise<readonly [MarketFacts, number]> => {
  const number = question++
  return [await addMarket(world, number), number]
}

/** What the wallet's cash and shares change by. */
const changes = async <T>(markets: readonly MarketFacts[], task: () => Promise<T>) => {
  const read = async () => [await cashOf(world), ...(await all(markets))]
  const before = await read()
  const result = await task()
  const after = await read()
  const [cash = 0n, ...shares] = after.map((value, index) => value - (before[index] ?? 0n))
  return { result, cash, shares }
}

const all = async (markets: readonly MarketFacts[]): Promise<readonly bigint[]> => {
  const held: bigint[] = []
  for (const market of markets) held.push(...(await heldOf(world, market)))
  return held
}

test('a token’s id is what the real contract computes', async () => {
  const { contracts, builds, read, underlying } = world
  const at = contracts.conditionalTokens
  const condition = fc.uint8Array({ minLength: 32, maxLength: 32 })
  await fc.assert(
    fc.asyncProperty(condition, fc.constantFrom(0, 1), async (bytes, outcome) => {
      const id: HexText = `0x${Buffer.from(bytes).toString('hex')}`
      const none: HexText = `0x${'0'.repeat(64)}`
      const args = [none, id, 1n << BigInt(outcome)]
      const collection = await read<HexText>(at, builds.shares, 'getCollectionId', args)
      const told = await read<bigint>(at, builds.shares, 'getPositionId', [underlying, collection])
      expect(positionId(underlying, id, outcome)).toBe(String(told))
    }),
    { numRuns: 15 },
  )
})

describe('on the real ConditionalTokens', () => {
  test('a split takes dollars and gives both outcomes, to the unit', async () => {
    const [market] = await fresh()
    const { settle } = await openSettlement(world, [market])
    const request = action('split', [market], 12_345_678)
    const { result, cash, shares } = await changes([market], () => settle(request))
    expect(result).toEqual({ ...request, status: 'confirmed', cash: -12_345_678 })
    expect(cash).toBe(-12_345_678n)
    expect(shares).toEqual([12_345_678n, 12_345_678n])
  })

  test('a merge takes both outcomes and gives dollars, to the unit', async () => {
    const [market] = await fresh()
    const { settle } = await openSettlement(world, [market])
    await settle(action('split', [market], 5_000_001))
    const { result, cash, shares } = await changes([market], () =>
      settle(action('merge', [market], 5_000_000)),
    )
    expect(result).toMatchObject({ status: 'confirmed', cash: 5_000_000 })
    expect(cash).toBe(5_000_000n)
    expect(shares).toEqual([-5_000_000n, -5_000_000n])
    expect(await heldOf(world, market)).toEqual([1n, 1n])
  })

  test.each([
    { payouts: [1n, 0n], paid: 7_000_001n },
    { payouts: [0n, 1n], paid: 7_000_001n },
    { payouts: [1n, 1n], paid: 7_000_000n },
  ])('a redemption of $payouts pays what the outcome is worth', async ({ payouts, paid }) => {
    const [market, number] = await fresh()
    const { settle } = await openSettlement(world, [market])
    await settle(action('split', [market], 7_000_001))
    await resolve(world, number, payouts)
    const { result, cash, shares } = await changes([market], () =>
      settle(action('redeem', [market], 7_000_001)),
    )
    expect(shares).toEqual([-7_000_001n, -7_000_001n])
    // Halves of an odd number of units are rounded down, one for each outcome.
    expect(cash).toBe(paid)
    expect(result).toMatchObject({ status: 'confirmed', cash: Number(paid) })
  })

  test('a loser alone is redeemed for nothing', async () => {
    const [market, number] = await fresh()
    const { settle } = await openSettlement(world, [market])
    await settle(action('split', [market], 1_000_000))
    const { contracts, builds, act, trader, owner } = world
    const args = [trader, owner, BigInt(String(market.tokens[0])), 1_000_000n, '0x']
    await act('trader', contracts.conditionalTokens, builds.shares, 'safeTransferFrom', args)
    await resolve(world, number, [1n, 0n])
    const result = await settle(action('redeem', [market], 1_000_000))
    expect(result).toMatchObject({ status: 'confirmed', cash: 0 })
    expect(await heldOf(world, market)).toEqual([0n, 0n])
  })

  test('a second redemption of the same market has been paid by the first', async () => {
    const [market, number] = await fresh()
    const { settle } = await openSettlement(world, [market])
    await settle(action('split', [market], 3_000_000))
    await resolve(world, number, [1n, 0n])
    await settle(action('redeem', [market], 1_000_000))
    const { result, cash } = await changes([market], () =>
      settle(action('redeem', [market], 2_000_000)),
    )
    expect(result).toMatchObject({ status: 'confirmed', cash: 0 })
    expect(cash).toBe(0n)
  })

  test('a negRisk market is split, merged and redeemed through its own adapter', async () => {
    const [group, markets] = await addGroup(world, 1, 3)
    const [first] = markets
    if (first === undefined) throw new Error('expected a market')
    const { settle } = await openSettlement(world, markets)
    await settle(action('split', [first], 4_000_000))
    await settle(action('merge', [first], 1_000_000))
    expect(await heldOf(world, first)).toEqual([3_000_000n, 3_000_000n])
    const { contracts, builds, act } = world
    await act('owner', contracts.negRiskAdapter, builds.NegRiskAdapter, 'report', [group, 0n])
    const result = await settle(action('redeem', [first], 3_000_000))
    expect(result).toMatchObject({ status: 'confirmed', cash: 3_000_000 })
  })

  test('NO of k markets becomes YES of the others and k − 1 dollars a set', async () => {
    const [group, markets] = await addGroup(world, 2, 4)
    const [a, b, c, d] = markets
    if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error()
    const { settle } = await openSettlement(world, markets)
    for (const market of [b, d]) await settle(action('split', [market], 2_000_000))
    const { result, cash, shares } = await changes(markets, () =>
      settle(action('convert', [d, b], 1_500_000, group)),
    )
    expect(result).toMatchObject({ status: 'confirmed', cash: 1_500_000 })
    expect(cash).toBe(1_500_000n)
    const [none, lost, won] = [0n, -1_500_000n, 1_500_000n]
    expect(shares).toEqual([won, none, none, lost, won, none, none, lost])
    // Whichever market wins, what was handed over and what was received pay the same.
    const { contracts, builds, act } = world
    await act('owner', contracts.negRiskAdapter, builds.NegRiskAdapter, 'report', [group, 2n])
    const redeemed = await settle(action('redeem', [c], 1_500_000))
    expect(redeemed).toMatchObject({ status: 'confirmed', cash: 1_500_000 })
  })
})

const rpc = (method: string, params: readonly unknown[] = []): Promise<unknown> =>
  world.request({ method, params })

const refusing = (
  what: BasketAction['action'],
  shares: number,
  own: Partial<ChainSettlementOptions> = {},
) => ({ what, shares, own })

describe('what cannot succeed is not even signed:', () => {
  const hold = parseSize('1')
  test.each([
    ['not-enough-collateral: has ', refusing('split', 2 ** 52)],
    ['not-enough-shares: has 0 of 1000000', refusing('merge', hold)],
    ['not-resolved', refusing('redeem', hold)],
    ['no-shares', refusing('split', 0)],
    ['unknown-market', refusing('split', hold, { marketById: () => undefined })],
    ['wrong-chain: expected 80002, the node has 137', refusing('split', hold, { chainId: 80_002 })],
    ['gas-too-dear', refusing('split', hold, { mostFeePerGas: 1n })],
    ['no-safe: there is no contract at 0x', refusing('split', hold, { wallet: { kind: 'safe' } })],
    ['unsupported-wallet', refusing('redeem', hold, { wallet: { kind: 'proxy' } })],
    [
      'unsupported-wallet',
      refusing('merge', hold, {
        wallet: { kind: 'deposit', address: POLYGON_CONTRACTS.adapter },
      }),
    ],
  ])('%s', async (reason, { what, shares, own }) => {
    const [market] = await fresh()
    const lines = memoryLines()
    const { settle } = await openSettlement(world, [market], { lines, ...own })
    const request = action(what, [market], shares)
    const { result, cash } = await changes([market], () => settle(request))
    expect(result).toMatchObject({ ...request, status: 'failed', cash: 0 })
    expect(result.reason).toContain(reason)
    expect(cash).toBe(0n)
    expect(lines.text).toBe('')
  })

  test('a contract that is not there is not taken for one that did what it was asked', async () => {
    const [market] = await fresh()
    const contracts = { ...world.contracts, adapter: world.owner }
    const { builds, act } = world
    await act('trader', contracts.collateral, builds.Token, 'approve', [world.owner, 2n ** 255n])
    const { settle } = await openSettlement(world, [market], { contracts })
    const { reason } = await settle(action('split', [market], 1_000_000))
    expect(reason).toBe(`no-contract: there is none at ${world.owner} on this chain`)
  })

  test('a signer that signs no transactions, and a wallet that cannot pay for one, are told so', async () => {
    const [market] = await fresh()
    const { signTransaction, ...signer } = createLocalSigner(TRADER_KEY)
    expect(signTransaction).toBeDefined()
    const unable = await openSettlement(world, [market], { signer })
    const request = action('split', [market], 1_000_000)
    expect((await unable.settle(request)).reason).toContain('signer-cannot')
    const { settle } = await openSettlement(world, [market])
    const before = await rpc('eth_getBalance', [world.trader, 'latest'])
    await rpc('hardhat_setBalance', [world.trader, '0x1'])
    expect((await settle(request)).reason).toContain(`no-gas: ${world.trader}`)
    await rpc('hardhat_setBalance', [world.trader, before])
    // What failed without being signed may be asked for again.
    expect(await settle(request)).toMatchObject({ status: 'confirmed' })
  })

  test('a wallet of another kind is told what to do instead', async () => {
    const [market] = await fresh()
    const { settle } = await openSettlement(world, [market], { wallet: { kind: 'proxy' } })
    const { reason } = await settle(action('redeem', [market], 1))
    expect(reason).toContain('on polymarket.com open Portfolio')
  })

  test('an approval that is missing is named with its contract', async () => {
    const [market] = await fresh()
    const { settle, approvals } = await openSettlement(world, [market])
    await settle(action('split', [market], 1_000_000))
    const { contracts, builds, act } = world
    const approve = (to: HexText, amount: bigint) =>
      act('trader', contracts.collateral, builds.Token, 'approve', [to, amount])
    await approve(contracts.adapter, 0n)
    const [first, ...rest] = await approvals()
    expect(first).toEqual({ contract: contracts.adapter, of: 'collateral', granted: false })
    expect(rest.map(({ granted }) => granted)).toEqual([true, true, true])
    const split = await settle(action('split', [market], 1_000_000))
    expect(split.reason).toBe(
      `not-approved: let ${contracts.adapter} spend the collateral first (ERC-20 approve)`,
    )
    await approve(contracts.adapter, 2n ** 255n)
    const trust = (approved: boolean) =>
      act('trader', contracts.conditionalTokens, builds.shares, 'setApprovalForAll', [
        contracts.adapter,
        approved,
      ])
    await trust(false)
    const merge = await settle(action('merge', [market], 1_000_000))
    expect(merge.reason).toContain('not-approved')
    await trust(true)
  })

  test('a contract that refuses is quoted', async () => {
    const [market] = await fresh()
    const { settle } = await openSettlement(world, [market])
    const { contracts, builds, act } = world
    await act('owner', contracts.adapter, builds.Adapter, 'setPaused', [true])
    const result = await settle(action('split', [market], 1_000_000))
    await act('owner', contracts.adapter, builds.Adapter, 'setPaused', [false])
    expect(result).toMatchObject({
      status: 'failed',
      reason: 'would-revert: the adapter is paused',
    })
  })

  test('a market of another group, or of none, is not converted', async () => {
    const [group, markets] = await addGroup(world, 3, 2)
    const [other, strangers] = await addGroup(world, 4, 2)
    const [plain] = await fresh()
    const { settle } = await openSettlement(world, [...markets, ...strangers, plain])
    const cases = [
      [strangers, group, 'another-group'],
      [[plain], group, 'another-group'],
      [markets, other, 'another-group'],
      [markets, '0x12', 'unknown-group'],
      [[], group, 'no-market'],
    ] as const
    for (const [from, of, reason] of cases) {
      const result = await settle(action('convert', from, 1_000_000, of))
      expect(result.reason).toContain(reason)
    }
  })
})

/** A node that fails for chosen methods, or is asked to do something in between. */
const meddled = (meddle: (method: string) => unknown): RpcRequest => {
  return async (call) => {
    const made = await meddle(call.method)
    return made === undefined ? world.request(call) : made
  }
}

/** Mines nothing by itself while a test runs. */
const withoutMining = async <T>(task: () => Promise<T>): Promise<T> => {
  await rpc('evm_setAutomine', [false])
  try {
    return await task()
  } finally {
    await rpc('evm_setAutomine', [true])
    await rpc('hardhat_mine', ['0x1'])
  }
}

const recordIn = async (lines: ReturnType<typeof memoryLines>) => {
  const [record] = await (await openSettlementStore(lines)).all()
  if (record === undefined) throw new Error('expected a record')
  return record
}

describe('an action that nobody knows the end of', () => {
  test('acts once however often its ref is asked for, also at the same time', async () => {
    const [market] = await fresh()
    const lines = memoryLines()
    const settlement = await openSettlement(world, [market], { lines })
    const request = action('split', [market], 1_000_000)
    const { result } = await changes([market], () =>
      Promise.all([1, 2, 3].map(() => settlement.settle(request))),
    )
    const later = await openSettlement(world, [market], { lines })
    for (const each of [...result, await later.settle(request)]) {
      expect(each).toEqual({ ...request, status: 'confirmed', cash: -1_000_000 })
    }
    expect(await heldOf(world, market)).toEqual([1_000_000n, 1_000_000n])
  })

  test('was signed but never sent when the process died: the same bytes go out', async () => {
    const [market] = await fresh()
    const lines = memoryLines()
    const crashing: RpcRequest = meddled((method) => {
      if (method === 'eth_blockNumber') throw new Error('the process is gone')
    })
    const first = await openSettlement(world, [market], { lines, request: crashing, waitMs: 0 })
    const request = action('split', [market], 1_000_000)
    expect(await first.settle(request)).toMatchObject({ status: 'unknown' })
    expect(await heldOf(world, market)).toEqual([0n, 0n])
    const { raw, hash } = await recordIn(lines)
    expect(keccak256(raw)).toBe(hash)
    const sent: unknown[] = []
    const second = await openSettlement(world, [market], {
      lines,
      request: (call) => {
        if (call.method === 'eth_sendRawTransaction') sent.push(call.params?.[0])
        return world.request(call)
      },
      signer: { address: world.trader, signTypedData: () => Promise.reject(new Error()) },
    })
    expect(await second.settle(request)).toMatchObject({ status: 'confirmed', cash: -1_000_000 })
    expect(sent).toEqual([raw])
    expect(await heldOf(world, market)).toEqual([1_000_000n, 1_000_000n])
  })

  test('stays unknown while nothing is mined, and is found by its hash', async () => {
    const [market] = await fresh()
    const lines = memoryLines()
    const settlement = await openSettlement(world, [market], { lines })
    const request = action('split', [market], 2_000_000)
    await withoutMining(async () => {
      const result = await settlement.settle(request)
      const { hash } = await recordIn(lines)
      expect(result).toMatchObject({
        status: 'unknown',
        reason: `transaction ${hash} is not mined yet`,
      })
      // Another action would need the next nonce, and could act without this one.
      const other = await settlement.settle(action('split', [market], 1))
      expect(other).toMatchObject({ status: 'failed' })
      expect(other.reason).toContain(`earlier-action-open: ${request.ref}`)
      const after = await openSettlement(world, [market], { lines })
      expect(await after.resume()).toMatchObject([{ ref: request.ref, status: 'unknown' }])
    })
    const later = await openSettlement(world, [market], { lines })
    const [resumed, ...others] = await later.resume()
    expect(resumed).toEqual({ ...request, status: 'confirmed', cash: -2_000_000 })
    expect(others).toEqual([])
    expect(await later.resume()).toEqual([])
    expect(await later.settle(request)).toEqual(resumed)
    expect(await heldOf(world, market)).toEqual([2_000_000n, 2_000_000n])
  })

  test('was dropped by the node: it is sent again, as the same bytes', async () => {
    const [market] = await fresh()
    const lines = memoryLines()
    const settlement = await openSettlement(world, [market], { lines, waitMs: 0 })
    const request = action('split', [market], 3_000_000)
    await withoutMining(async () => {
      await settlement.settle(request)
      const { hash } = await recordIn(lines)
      expect(await rpc('hardhat_dropTransaction', [hash])).toBe(true)
    })
    expect(await heldOf(world, market)).toEqual([0n, 0n])
    const patient = await openSettlement(world, [market], { lines })
    expect(await patient.settle(request)).toMatchObject({ status: 'confirmed' })
    expect(await heldOf(world, market)).toEqual([3_000_000n, 3_000_000n])
  })

  test('was replaced by another transaction of the wallet: it can never act, and failed', async () => {
    const [market] = await fresh()
    const lines = memoryLines()
    const settlement = await openSettlement(world, [market], { lines, waitMs: 0 })
    const request = action('split', [market], 4_000_000)
    await withoutMining(async () => {
      await settlement.settle(request)
      const { hash, nonce } = await recordIn(lines)
      await rpc('hardhat_dropTransaction', [hash])
      const { signTransaction } = createLocalSigner(TRADER_KEY)
      const raw = await signTransaction?.({
        ...{ chainId: 137, nonce, to: world.owner, data: '0x', gas: 21_000n },
        ...{ maxFeePerGas: 10n ** 12n, maxPriorityFeePerGas: 10n ** 9n },
      })
      await rpc('eth_sendRawTransaction', [raw])
    })
    const result = await settlement.settle(request)
    expect(result).toMatchObject({ status: 'failed', cash: 0 })
    expect(result.reason).toMatch(/^replaced: another transaction of this wallet used its nonce/)
    expect(await settlement.settle(request)).toEqual(result)
    expect(await heldOf(world, market)).toEqual([0n, 0n])
  })

  test('reverted when it was mined: it failed, in the words of the contract', async () => {
    const [market] = await fresh()
    const { contracts, builds, act } = world
    const lines = memoryLines()
    const settlement = await openSettlement(world, [market], { lines, waitMs: 0 })
    const request = action('split', [market], 5_000_000)
    await withoutMining(async () => {
      await settlement.settle(request)
      const { hash } = await recordIn(lines)
      await rpc('hardhat_dropTransaction', [hash])
    })
    await act('owner', contracts.adapter, builds.Adapter, 'setPaused', [true])
    const patient = await openSettlement(world, [market], { lines })
    const result = await patient.settle(request)
    await act('owner', contracts.adapter, builds.Adapter, 'setPaused', [false])
    expect(result).toMatchObject({ status: 'failed', cash: 0 })
    expect(result.reason).toBe('reverted: the adapter is paused')
  })

  test('is certain only after as many confirmations as were asked for', async () => {
    const [market] = await fresh()
    const settlement = await openSettlement(world, [market], { confirmations: 3, waitMs: 0 })
    const request = action('split', [market], 1_000_000)
    await settlement.settle(request)
    const early = await settlement.settle(request)
    expect(early).toMatchObject({ status: 'unknown' })
    expect(early.reason).toContain('has 1 of 3 confirmations')
    await rpc('hardhat_mine', ['0x2'])
    expect(await settlement.settle(request)).toMatchObject({ status: 'confirmed' })
  })

  test('lost the answer to its sending: it is found by its hash', async () => {
    const [market] = await fresh()
    const request = action('split', [market], 1_000_000)
    let lost = 0
    const { settle } = await openSettlement(world, [market], {
      request: async (call) => {
        const answer = await world.request(call)
        if (call.method === 'eth_sendRawTransaction') {
          lost += 1
          throw new Error('socket hang up')
        }
        return answer
      },
    })
    expect(await settle(request)).toMatchObject({ status: 'confirmed', cash: -1_000_000 })
    expect(lost).toBe(1)
    expect(await heldOf(world, market)).toEqual([1_000_000n, 1_000_000n])
  })

  test('ends as unknown when the settlement is closed, and begins nothing more', async () => {
    const [market] = await fresh()
    const lines = memoryLines()
    const endless = { waitMs: 1e9, confirmations: 1e6 }
    const settlement = await openSettlement(world, [market], { lines, ...endless })
    const waiting = settlement.settle(action('split', [market], 1_000_000))
    await vi.waitFor(() => expect(lines.text).not.toBe(''))
    await settlement.close()
    expect(await waiting).toMatchObject({ status: 'unknown' })
    const after = await settlement.settle(action('split', [market], 1_000_000))
    expect(after).toMatchObject({ status: 'failed', reason: 'closed: the settlement is closed' })
  })
})

test('a node that fails before anything is signed makes a failure, and shows no key', async () => {
  const [market] = await fresh()
  const lines = memoryLines()
  const { settle } = await openSettlement(world, [market], {
    lines,
    request: meddled((method) => {
      if (method === 'eth_estimateGas') throw new Error('node overloaded')
    }),
  })
  const result = await settle(action('split', [market], 1_000_000))
  expect(result).toMatchObject({ status: 'failed', reason: 'node overloaded' })
  expect(JSON.stringify(result) + lines.text).not.toContain(TRADER_KEY.slice(2))
})

import type { MarketFacts, SettleRequest } from '@bot/core'
import {
  type ChainSettlement,
  createLocalSigner,
  type HexText,
  openSettlementStore,
  type RpcRequest,
} from '@bot/polymarket'
import { encodeFunctionData, type Hex, keccak256, parseTransaction, zeroAddress } from 'viem'
import { beforeAll, describe, expect, test } from 'vitest'
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
import { deploySafe, type SafeAccount, safeBuilds } from './fixtures/safe-world.js'

let world: ChainWorld
let question = 1_000

beforeAll(async () => {
  world = await createChainWorld()
}, 60_000)

const fresh = async (): Promise<readonly [MarketFacts, number]> => {
  const number = question++
  return [await addMarket(world, number), number]
}

const rpc = (method: string, params: readonly unknown[] = []): Promise<unknown> =>
  world.request({ method, params })

type Opening = Parameters<typeof openSettlement>[2]

/** Opens settlement of a Safe for its owner. */
const openSafe = (
  { address }: Pick<SafeAccount, 'address'>,
  markets: readonly MarketFacts[],
  own: Opening = {},
): Promise<ChainSettlement> =>
  openSettlement(world, markets, { wallet: { kind: 'safe', address }, ...own })

/** A Safe with dollars that let both adapters take what they need, all through the Safe itself. */
const readySafe = async (version?: keyof typeof safeBuilds): Promise<SafeAccount> => {
  const safe = await deploySafe(world, version === undefined ? {} : { version })
  await fund(world, 100_000_000n, safe.address)
  const settlement = await openSafe(safe, [])
  for (const approval of await settlement.approvals()) {
    expect(approval.granted).toBe(false)
    expect(await settlement.approve(approval)).toEqual({ status: 'confirmed' })
  }
  expect((await settlement.approvals()).map(({ granted }) => granted)).toEqual(Array(4).fill(true))
  return safe
}

const holdings = async (holder: HexText, markets: readonly MarketFacts[]) => {
  const held = [await cashOf(world, holder)]
  for (const market of markets) held.push(...(await heldOf(world, market, holder)))
  return held
}

/** What a task changes of what the Safe holds; the owner's own account never moves. */
const changes = async <T>(
  { address }: SafeAccount,
  markets: readonly MarketFacts[],
  task: () => Promise<T>,
) => {
  const [before, own] = [await holdings(address, markets), await holdings(world.trader, markets)]
  const result = await task()
  const after = await holdings(address, markets)
  expect(await holdings(world.trader, markets)).toEqual(own)
  return { result, moved: after.map((value, index) => value - (before[index] ?? 0n)) }
}

describe.each(Object.keys(safeBuilds) as (keyof typeof safeBuilds)[])('through a %s', (version) => {
  let safe: SafeAccount
  beforeAll(async () => {
    safe = await readySafe(version)
  }, 60_000)

  test('a set is split, merged and redeemed to the unit, each by one call of the Safe', async () => {
    const [market, number] = await fresh()
    const { settle, problem } = await openSafe(safe, [market])
    expect(await problem()).toBeUndefined()
    const nonce = await safe.nonce()
    const act = (what: 'split' | 'merge' | 'redeem', shares: number) =>
      changes(safe, [market], () => settle(action(what, [market], shares)))
    const split = await act('split', 12_345_678)
    expect(split.result).toMatchObject({ status: 'confirmed', cash: -12_345_678 })
    expect(split.moved).toEqual([-12_345_678n, 12_345_678n, 12_345_678n])
    const merge = await act('merge', 2_345_678)
    expect(merge.result).toMatchObject({ status: 'confirmed', cash: 2_345_678 })
    expect(merge.moved).toEqual([2_345_678n, -2_345_678n, -2_345_678n])
    await resolve(world, number, [0n, 1n])
    const redeem = await act('redeem', 10_000_000)
    expect(redeem.result).toMatchObject({ status: 'confirmed', cash: 10_000_000 })
    expect(redeem.moved).toEqual([10_000_000n, -10_000_000n, -10_000_000n])
    expect(await safe.nonce()).toBe(nonce + 3n)
    // The owner pays the gas: the Safe never had any of the chain's coin.
    expect(BigInt(String(await rpc('eth_getBalance', [safe.address, 'latest'])))).toBe(0n)
  })

  test('NO of k markets becomes YES of the others and k − 1 dollars a set', async () => {
    const [group, markets] = await addGroup(world, question++, 4)
    const [a, b, c, d] = markets
    if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error()
    const { settle } = await openSafe(safe, markets)
    for (const market of [b, d]) await settle(action('split', [market], 2_000_000))
    await settle(action('merge', [b], 500_000))
    const { result, moved } = await changes(safe, markets, () =>
      settle(action('convert', [d, b], 1_500_000, group)),
    )
    expect(result).toMatchObject({ status: 'confirmed', cash: 1_500_000 })
    const [none, lost, won] = [0n, -1_500_000n, 1_500_000n]
    expect(moved).toEqual([1_500_000n, won, none, none, lost, won, none, none, lost])
    const { contracts, builds } = world
    await world.act('owner', contracts.negRiskAdapter, builds.NegRiskAdapter, 'report', [group, 2n])
    const redeemed = await settle(action('redeem', [c], 1_500_000))
    expect(redeemed).toMatchObject({ status: 'confirmed', cash: 1_500_000 })
  })

  test('a call that fails inside without undoing the transaction failed, and is never told as done', async () => {
    const [market] = await fresh()
    const request = action('split', [market], 1_000_000)
    const lines = memoryLines()
    // What names gas for its call is mined as a success whatever becomes of the call; nothing here signs such a one.
    const raw = await signedThrough(safe, world.contracts.adapter, '0xdeadbeef', 1n)
    const { write } = await openSettlementStore(lines)
    const hash = keccak256(raw)
    await write({ ...request, hash, raw, nonce: nonceIn(raw), wallet: safe.address })
    const { settle } = await openSafe(safe, [market], { lines })
    const { result, moved } = await changes(safe, [market], () => settle(request))
    const receipt = await rpc('eth_getTransactionReceipt', [hash])
    expect(receipt).toMatchObject({ status: '0x1' })
    expect(result).toMatchObject({ status: 'failed', cash: 0 })
    expect(result.reason).toMatch(/^safe-failed: /)
    expect(moved).toEqual([0n, 0n, 0n])
    expect(await settle(request)).toEqual(result)
  })
})

/** An owner's transaction that makes the Safe call something; `gas` is what is named for the call. */
const signedThrough = async (
  { address, build }: SafeAccount,
  to: HexText,
  data: HexText,
  gas: bigint,
): Promise<HexText> => {
  const nothing = [0n, 0n, zeroAddress, zeroAddress]
  const signature = `0x${world.trader.slice(2).padStart(64, '0')}${'0'.repeat(64)}01`
  const args = [to, 0n, data, 0, gas, ...nothing, signature]
  const call = encodeFunctionData({ abi: build.abi, functionName: 'execTransaction', args })
  const nonce = Number(await rpc('eth_getTransactionCount', [world.trader, 'pending']))
  const signed = await createLocalSigner(TRADER_KEY).signTransaction?.({
    ...{ chainId: 137, nonce, to: address, data: call, gas: 500_000n },
    ...{ maxFeePerGas: 10n ** 12n, maxPriorityFeePerGas: 10n ** 9n },
  })
  if (signed === undefined) throw new Error('expected a signature')
  return signed
}

const nonceIn = (raw: HexText): number => parseTransaction(raw as Hex).nonce ?? 0

const refusal = async (
  safe: Pick<SafeAccount, 'address'>,
  own: Opening = {},
): Promise<readonly [settled: string | undefined, problem: string | undefined]> => {
  const [market] = await fresh()
  const lines = memoryLines()
  const { settle, problem } = await openSafe(safe, [market], { lines, ...own })
  const result = await settle(action('split', [market], 1_000_000))
  expect(result).toMatchObject({ status: 'failed', cash: 0 })
  expect(lines.text).toBe('')
  return [result.reason, await problem()]
}

describe('nothing is signed', () => {
  test('for a Safe of somebody else', async () => {
    const safe = await deploySafe(world, { owners: [world.owner] })
    await fund(world, 10_000_000n, safe.address)
    const [reason, problem] = await refusal(safe)
    expect(reason).toMatch(/^not-owner: 0x\w{40} does not own the Safe at /)
    expect(reason).toContain(safe.address)
    expect(problem).toBe(reason)
  })

  test('for a Safe that needs more signatures than one', async () => {
    const owners = [world.trader, world.owner]
    const safe = await deploySafe(world, { owners, threshold: 2 })
    const [reason] = await refusal(safe)
    expect(reason).toMatch(/^unsupported-wallet: the Safe at 0x\w{40} needs 2 signatures/)
    expect(reason).toContain("in the Safe's own app with its other owners")
    // Where one of them is enough, the others do not matter.
    const shared = await deploySafe(world, { owners })
    expect(await (await openSafe(shared, [])).problem()).toBeUndefined()
  })

  test('for an address without a contract, with another contract, or of an untried version', async () => {
    const { owner, contracts, deploy, builds } = world
    expect((await refusal({ address: owner }))[0]).toMatch(/^no-safe: .* enabled on polymarket.com/)
    const other = await refusal({ address: contracts.adapter })
    expect(other[0]).toMatch(/^not-a-safe: .*check the wallet's kind and address$/)
    const old = await refusal({ address: await deploy(builds.OldSafe) })
    expect(old[0]).toMatch(/^unsupported-wallet: .* of version 1.1.1, proven are 1.3.0 and 1.4.1/)
  })

  test('for a Safe that could not take the shares', async () => {
    const safe = await deploySafe(world, { withHandler: false })
    await fund(world, 10_000_000n, safe.address)
    const { approve } = await openSafe(safe, [])
    await approve({ contract: world.contracts.adapter, of: 'collateral' })
    expect((await refusal(safe))[0]).toMatch(/^would-revert: /)
  })

  test('before the Safe approved, though its owner’s own account did', async () => {
    const safe = await deploySafe(world)
    await fund(world, 10_000_000n, safe.address)
    const { adapter } = world.contracts
    expect((await refusal(safe))[0]).toBe(
      `not-approved: let ${adapter} spend the collateral first (ERC-20 approve)`,
    )
  })

  test('for what the contract refuses, in its own words rather than the Safe’s', async () => {
    const safe = await readySafe()
    await pause(true)
    const [reason] = await refusal(safe)
    await pause(false)
    expect(reason).toBe('would-revert: the adapter is paused')
  })
})

const pause = (paused: boolean): Promise<void> =>
  world.act('owner', world.contracts.adapter, world.builds.Adapter, 'setPaused', [paused])

test('an approval is refused like an action, and never given for another kind of wallet', async () => {
  const approval = { contract: world.contracts.adapter, of: 'shares' } as const
  const safe = await deploySafe(world, { owners: [world.owner] })
  const stranger = await (await openSafe(safe, [])).approve(approval)
  expect(stranger).toMatchObject({ status: 'failed' })
  expect(stranger.reason).toMatch(/^not-owner/)
  const proxy = await openSettlement(world, [], { wallet: { kind: 'proxy' } })
  expect((await proxy.approve(approval)).reason).toMatch(/^unsupported-wallet/)
  expect(await proxy.problem()).toMatch(/^unsupported-wallet: only the venue's relayer/)
})

describe('an action of a Safe that nobody knows the end of', () => {
  let safe: SafeAccount
  beforeAll(async () => {
    safe = await readySafe()
  }, 60_000)

  /** Signs an action and dies before it is sent. */
  const crashed = async (shares: number) => {
    const [market] = await fresh()
    const lines = memoryLines()
    const dying: RpcRequest = async (call) => {
      if (call.method === 'eth_blockNumber') throw new Error('the process is gone')
      return world.request(call)
    }
    const first = await openSafe(safe, [market], { lines, request: dying, waitMs: 0 })
    const request: SettleRequest = action('split', [market], shares)
    expect(await first.settle(request)).toMatchObject({ status: 'unknown' })
    expect(await heldOf(world, market, safe.address)).toEqual([0n, 0n])
    const [record] = await (await openSettlementStore(lines)).all()
    if (record === undefined) throw new Error('expected a record')
    return { market, lines, request, record }
  }

  test('acts once after a crash, as the same bytes, which can never act again', async () => {
    const { market, lines, request, record } = await crashed(1_000_000)
    expect(record.wallet).toBe(safe.address)
    const nonce = await safe.nonce()
    const sent: unknown[] = []
    const watched: RpcRequest = (call) => {
      if (call.method === 'eth_sendRawTransaction') sent.push(call.params?.[0])
      return world.request(call)
    }
    const second = await openSafe(safe, [market], { lines, request: watched })
    const results = await Promise.all([1, 2, 3].map(() => second.settle(request)))
    const third = await openSafe(safe, [market], { lines, request: watched })
    for (const result of [...results, await third.settle(request)]) {
      expect(result).toMatchObject({ status: 'confirmed', cash: -1_000_000 })
    }
    expect(sent).toEqual([record.raw])
    expect(await safe.nonce()).toBe(nonce + 1n)
    expect(await heldOf(world, market, safe.address)).toEqual([1_000_000n, 1_000_000n])
    await expect(rpc('eth_sendRawTransaction', [record.raw])).rejects.toThrow(/nonce too low/i)
    expect(await safe.nonce()).toBe(nonce + 1n)
  })

  test('is worth nothing to anybody who sees its bytes and sends them as their own', async () => {
    const { market, lines, request, record } = await crashed(1_000_000)
    const { data, to } = parseTransaction(record.raw as Hex)
    const call = { from: world.owner, to, data }
    await expect(rpc('eth_call', [call, 'latest'])).rejects.toThrow(/GS025/)
    const mined = await rpc('eth_sendTransaction', [{ ...call, gas: '0x7a120' }])
    expect(await rpc('eth_getTransactionReceipt', [mined])).toMatchObject({ status: '0x0' })
    expect(await heldOf(world, market, safe.address)).toEqual([0n, 0n])
    const { settle } = await openSafe(safe, [market], { lines })
    expect(await settle(request)).toMatchObject({ status: 'confirmed' })
  })

  test('acts once although the Safe did something else in between', async () => {
    const { market, lines, request } = await crashed(1_000_000)
    const nonce = await safe.nonce()
    await relayed(safe, nonce)
    expect(await safe.nonce()).toBe(nonce + 1n)
    const { settle } = await openSafe(safe, [market], { lines })
    expect(await settle(request)).toMatchObject({ status: 'confirmed', cash: -1_000_000 })
    expect(await safe.nonce()).toBe(nonce + 2n)
    expect(await heldOf(world, market, safe.address)).toEqual([1_000_000n, 1_000_000n])
  })

  test('reverted when it was mined: it failed in the words of the contract, and moved nothing', async () => {
    const { market, lines, request } = await crashed(1_000_000)
    const nonce = await safe.nonce()
    await pause(true)
    const { settle } = await openSafe(safe, [market], { lines })
    const { result, moved } = await changes(safe, [market], () => settle(request))
    await pause(false)
    expect(result).toMatchObject({
      ...{ status: 'failed', cash: 0, reason: 'reverted: the adapter is paused' },
    })
    expect(moved).toEqual([0n, 0n, 0n])
    expect(await safe.nonce()).toBe(nonce)
  })

  test('was replaced by another transaction of its owner: it can never act, and failed', async () => {
    const { market, lines, request } = await crashed(1_000_000)
    const other = await signedThrough(safe, world.owner, '0x', 0n)
    await rpc('eth_sendRawTransaction', [other])
    const { settle } = await openSafe(safe, [market], { lines })
    const result = await settle(request)
    expect(result.reason).toMatch(/^replaced: /)
    expect(await heldOf(world, market, safe.address)).toEqual([0n, 0n])
  })

  test('is ended for the Safe that it was signed for, whichever wallet is set now', async () => {
    const { lines, request, market } = await crashed(1_000_000)
    const plain = await openSettlement(world, [market], { lines })
    expect(await plain.settle(request)).toMatchObject({ status: 'confirmed', cash: -1_000_000 })
    expect(await heldOf(world, market, safe.address)).toEqual([1_000_000n, 1_000_000n])
  })
})

/** What the owner signed for a relayer, sent by somebody else: the Safe's own number is used. */
const relayed = async ({ address, build }: SafeAccount, nonce: bigint): Promise<void> => {
  const fields =
    'to address,value uint256,data bytes,operation uint8,safeTxGas uint256,baseGas uint256,gasPrice uint256,gasToken address,refundReceiver address,nonce uint256'
  const SafeTx = fields.split(',').map((field) => {
    const [name = '', type = ''] = field.split(' ')
    return { name, type }
  })
  const values = [world.owner, 0n, '0x', 0, 0n, 0n, 0n, zeroAddress, zeroAddress] as const
  const message = Object.fromEntries([...values, nonce].map((v, i) => [SafeTx[i]?.name ?? '', v]))
  const domain = { chainId: 137, verifyingContract: address }
  const signature = await createLocalSigner(TRADER_KEY).signTypedData({
    ...{ domain, types: { SafeTx }, primaryType: 'SafeTx', message },
  } as never)
  await world.act('owner', address, build, 'execTransaction', [...values, signature])
}

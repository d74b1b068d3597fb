import { parseSize, parseUsd, timeMs } from '@bot/core'
import { createManualClock } from '@bot/core/testing'
import {
  concat,
  decodeFunctionResult,
  encodeFunctionData,
  type Hex,
  pad,
  parseAbi,
  zeroAddress,
} from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { expect, test } from 'vitest'
import { createExchange } from '../../exchange/create-exchange.js'
import { safeAddress } from '../auth/wallet-addresses.js'
import { createWallets } from '../auth/wallets.js'
import { CHAIN_CONTRACTS } from './chain-contracts.js'
import { createChain } from './create-chain.js'
import { callRpc } from './rpc-methods.js'

const ABI = parseAbi([
  'function splitPosition(bytes32, uint256)',
  'function execTransaction(address, uint256, bytes, uint8, uint256, uint256, uint256, address, address, bytes) returns (bool)',
  'function VERSION() view returns (string)',
  'function getThreshold() view returns (uint256)',
  'function getOwners() view returns (address[])',
  'function isOwner(address) view returns (bool)',
])

const open = () => {
  const clock = createManualClock()
  const exchange = createExchange({ start: clock.now(), seed: 1 })
  const endsAt = timeMs(clock.now() + 3_600_000)
  const market = exchange.createMarket({ slug: 'm', question: '?', endsAt })
  const wallets = createWallets()
  const chain = createChain({ exchange, wallets, clock, chainId: 137, blockMs: 2_000 })
  const owner = privateKeyToAccount(generatePrivateKey())
  const stranger = privateKeyToAccount(generatePrivateKey())
  const safe = safeAddress(owner.address).toLowerCase() as Hex
  for (const address of [safe, owner.address]) {
    exchange.deposit(address.toLowerCase(), parseUsd('100'))
  }
  const ask = async (method: string, ...params: readonly unknown[]): Promise<unknown> => {
    const said = await callRpc({ chain, exchange, wallets, chainId: 137 }, method, params)
    if ('error' in said) throw new Error(said.error.message)
    return said.result
  }
  const split = (amount: string): Hex =>
    encodeFunctionData({
      abi: ABI,
      functionName: 'splitPosition',
      args: [market.id as unknown as Hex, BigInt(parseSize(amount))],
    })
  type Own = Readonly<{ gas?: bigint; operation?: number; signature?: Hex }>
  const execute = (data: Hex, { gas = 0n, operation = 0, signature }: Own = {}): Hex => {
    const signed = signature ?? concat([pad(owner.address), pad('0x'), '0x01'])
    const nothing = [0n, 0n, zeroAddress, zeroAddress] as const
    const to = CHAIN_CONTRACTS.collateralAdapter
    const args = [to, 0n, data, operation, gas, ...nothing, signed] as const
    return encodeFunctionData({ abi: ABI, functionName: 'execTransaction', args })
  }
  const send = async (data: Hex, nonce: number, by = owner): Promise<Hex> => {
    const fees = { gas: 500_000n, maxFeePerGas: 10n ** 11n, maxPriorityFeePerGas: 10n ** 9n }
    const raw = await by.signTransaction({ to: safe, data, nonce, chainId: 137, ...fees })
    const hash = (await ask('eth_sendRawTransaction', raw)) as Hex
    clock.advance(2_000)
    return hash
  }
  const receipt = async (hash: Hex) =>
    (await ask('eth_getTransactionReceipt', hash)) as Readonly<{
      status: Hex
      logs: readonly Readonly<{ address: Hex; topics: readonly Hex[]; data: Hex }>[]
    }>
  const cash = (address: Hex) => exchange.balances(address.toLowerCase()).cash
  return { ask, split, execute, send, receipt, cash, chain, owner, stranger, safe }
}

test('a Safe splits for its owner with its own dollars, and says that it did', async () => {
  const { ask, split, execute, send, receipt, cash, owner, safe } = open()
  const data = execute(split('10'))
  const call = { from: owner.address, to: safe, data }
  expect(await ask('eth_call', call, 'latest')).toBe(pad('0x1'))
  const { status, logs } = await receipt(await send(data, 0))
  expect(status).toBe('0x1')
  expect(cash(safe)).toBe(parseUsd('90'))
  expect(cash(owner.address)).toBe(parseUsd('100'))
  const [paid, told] = logs
  expect(paid?.topics.slice(1)).toEqual(
    [safe, CHAIN_CONTRACTS.collateralAdapter].map((a) => pad(a).toLowerCase()),
  )
  // Safes of 1.3 are told by this event.
  expect(told).toMatchObject({
    address: safe,
    topics: ['0x442e715f626346e8c54381002da614f62bee8d27386535b2521ec8540898556e'],
  })
})

test('what fails inside undoes the transaction, or is told as failed where gas is named for it', async () => {
  const { ask, split, execute, send, receipt, cash, owner, safe } = open()
  const tooMuch = split('1000')
  const call = { from: owner.address, to: safe, data: execute(tooMuch) }
  await expect(ask('eth_call', call, 'latest')).rejects.toThrow('execution reverted: GS013')
  expect(await receipt(await send(execute(tooMuch), 0))).toMatchObject({ status: '0x0', logs: [] })
  const kept = await receipt(await send(execute(tooMuch, { gas: 1n }), 1))
  expect(kept).toMatchObject({ status: '0x1', logs: [{ address: safe }] })
  expect(kept.logs[0]?.topics).toEqual([
    '0x23428b18acfb3ea64b08dc0c1d296ea9c09702c09083ca5272e64d115b687d23',
  ])
  expect(cash(safe)).toBe(parseUsd('100'))
})

test('nobody but its owner moves a Safe, and not by what it does not take', async () => {
  const { ask, split, execute, send, receipt, cash, owner, stranger, safe } = open()
  const data = split('1')
  const cases = [
    [stranger, execute(data)],
    [owner, execute(data, { signature: concat([pad(stranger.address), pad('0x'), '0x01']) })],
    [owner, execute(data, { signature: '0x' })],
    [owner, execute(data, { operation: 1 })],
    [owner, data],
  ] as const
  const nonces = new Map([
    [owner, 0],
    [stranger, 0],
  ])
  // The register learns of a Safe when its owner is seen.
  await ask('eth_call', { from: owner.address, to: safe, data }, 'latest').catch(() => {})
  for (const [by, sent] of cases) {
    const nonce = nonces.get(by) ?? 0
    nonces.set(by, nonce + 1)
    expect(await receipt(await send(sent, nonce, by))).toMatchObject({ status: '0x0' })
  }
  expect(cash(safe)).toBe(parseUsd('100'))
})

test('a Safe says what it is', async () => {
  const { ask, owner, stranger, safe } = open()
  const read = async (name: 'VERSION' | 'getThreshold' | 'getOwners' | 'isOwner', arg?: Hex) => {
    const what = arg === undefined ? { functionName: name } : { functionName: name, args: [arg] }
    const data = encodeFunctionData({ abi: ABI, ...what } as never)
    const answer = await ask('eth_call', { from: owner.address, to: safe, data }, 'latest')
    return decodeFunctionResult({ abi: ABI, functionName: name, data: answer as Hex })
  }
  expect(await read('VERSION')).toBe('1.3.0')
  expect(await read('getThreshold')).toBe(1n)
  expect(await read('getOwners')).toEqual([owner.address])
  expect(await read('isOwner', owner.address)).toBe(true)
  expect(await read('isOwner', stranger.address)).toBe(false)
  expect(await ask('eth_getCode', safe, 'latest')).toBe('0x00')
  expect(await ask('eth_getCode', stranger.address, 'latest')).toBe('0x')
})

test('what a Safe did is known after a restart', async () => {
  const { chain, split, execute, send, safe } = open()
  const hash = await send(execute(split('10')), 0)
  const saved = JSON.parse(JSON.stringify(chain.snapshot())) as unknown
  chain.restore(saved)
  expect(chain.transaction(hash)?.mined).toMatchObject({
    ...{ success: true, cash: -10_000_000, safe: { address: safe, executed: true } },
  })
})

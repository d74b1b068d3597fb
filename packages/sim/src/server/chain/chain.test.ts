import { parseSize, parseUsd, timeMs } from '@bot/core'
import { createManualClock } from '@bot/core/testing'
import {
  createPublicClient,
  createWalletClient,
  custom,
  encodeFunctionData,
  type Hex,
  parseAbi,
} from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { polygon } from 'viem/chains'
import { expect, test } from 'vitest'
import { createExchange } from '../../exchange/create-exchange.js'
import { createWallets } from '../auth/wallets.js'
import { CHAIN_CONTRACTS } from './chain-contracts.js'
import { createChain } from './create-chain.js'
import { callRpc } from './rpc-methods.js'

const NOTHING: Hex = `0x${'0'.repeat(64)}`
const CTF = parseAbi([
  'function splitPosition(address, bytes32, bytes32, uint256[], uint256)',
  'function mergePositions(address, bytes32, bytes32, uint256[], uint256)',
  'function redeemPositions(address, bytes32, bytes32, uint256[])',
  'function balanceOf(address, uint256) view returns (uint256)',
])

/** A transaction with everything that a node would be asked for. */
const plain = (data: Hex, nonce: number) =>
  ({
    to: CHAIN_CONTRACTS.collateralAdapter,
    data,
    nonce,
    gas: 300_000n,
    maxFeePerGas: 40_000_000_000n,
    maxPriorityFeePerGas: 30_000_000_000n,
    chainId: 137,
    type: 'eip1559',
  }) as const

const open = () => {
  const clock = createManualClock()
  const exchange = createExchange({ start: clock.now(), seed: 1 })
  const market = exchange.createMarket({
    slug: 'm',
    question: '?',
    endsAt: timeMs(clock.now() + 3_600_000),
  })
  const wallets = createWallets()
  const chain = createChain({ exchange, wallets, clock, chainId: 137, blockMs: 2_000 })
  const parts = { chain, exchange, wallets, chainId: 137 }
  const account = privateKeyToAccount(generatePrivateKey())
  exchange.deposit(account.address.toLowerCase(), parseUsd('100'))
  const transport = custom({
    request: async ({ method, params }: { method: string; params?: unknown[] }) => {
      const said = await callRpc(parts, method, params ?? [])
      if ('error' in said) throw said.error
      return said.result
    },
  })
  const wallet = createWalletClient({ account, chain: polygon, transport })
  const node = createPublicClient({ chain: polygon, transport })
  const call = (functionName: 'splitPosition' | 'mergePositions', amount: string): Hex =>
    encodeFunctionData({
      abi: CTF,
      functionName,
      args: [
        CHAIN_CONTRACTS.collateral,
        NOTHING,
        market.id as unknown as Hex,
        [1n, 2n],
        BigInt(parseSize(amount)),
      ],
    })
  const send = (data: Hex): Promise<Hex> =>
    wallet.sendTransaction({ to: CHAIN_CONTRACTS.collateralAdapter, data })
  return { clock, exchange, wallets, chain, market, account, wallet, node, call, send }
}

test('a client splits, reads its shares, merges, and the exchange knows of all of it', async () => {
  const { clock, exchange, market, account, node, call, send } = open()
  const sent = await send(call('splitPosition', '10'))
  await expect(node.getTransactionReceipt({ hash: sent })).rejects.toThrow(/could not be found/)
  clock.advance(2_000)
  expect((await node.getTransactionReceipt({ hash: sent })).status).toBe('success')
  const held = await node.readContract({
    address: CHAIN_CONTRACTS.conditionalTokens,
    abi: CTF,
    functionName: 'balanceOf',
    args: [account.address, BigInt(market.tokens[0])],
  })
  expect(held).toBe(10_000_000n)
  await send(call('mergePositions', '4'))
  clock.advance(2_000)
  const { cash, holdings } = exchange.balances(account.address.toLowerCase())
  expect(cash).toBe(parseUsd('94'))
  expect(holdings.get(market.tokens[1])).toBe(parseSize('6'))
})

test('what would fail is refused by the simulation, and reverts when it is sent all the same', async () => {
  const { clock, node, account, wallet, call, send } = open()
  const tooMuch = call('splitPosition', '1000')
  await expect(send(tooMuch)).rejects.toThrow(/revert/)
  const raw = await wallet.signTransaction(plain(tooMuch, 0))
  const hash = await node.sendRawTransaction({ serializedTransaction: raw })
  await expect(node.sendRawTransaction({ serializedTransaction: raw })).rejects.toThrow(
    /already known/,
  )
  clock.advance(2_000)
  expect((await node.getTransactionReceipt({ hash })).status).toBe('reverted')
  expect(await node.getTransactionCount({ address: account.address })).toBe(1)
})

test('a transaction waits for the one before it, and none is taken twice', async () => {
  const { clock, exchange, node, account, wallet, call } = open()
  const sign = (nonce: number): Promise<Hex> =>
    wallet.signTransaction(plain(call('splitPosition', '1'), nonce))
  await node.sendRawTransaction({ serializedTransaction: await sign(1) })
  clock.advance(10_000)
  expect(exchange.balances(account.address.toLowerCase()).cash).toBe(parseUsd('100'))
  await node.sendRawTransaction({ serializedTransaction: await sign(0) })
  clock.advance(2_000)
  expect(exchange.balances(account.address.toLowerCase()).cash).toBe(parseUsd('98'))
  await expect(node.sendRawTransaction({ serializedTransaction: await sign(1) })).rejects.toThrow(
    /already known|nonce too low/,
  )
})

test('a chain goes on from its snapshot: numbers stay used, what waited is mined', async () => {
  const { clock, exchange, wallets, chain, node, account, wallet, call } = open()
  const sign = (nonce: number): Promise<Hex> =>
    wallet.signTransaction(plain(call('splitPosition', '1'), nonce))
  const first = await node.sendRawTransaction({ serializedTransaction: await sign(0) })
  clock.advance(2_000)
  const second = await node.sendRawTransaction({ serializedTransaction: await sign(1) })
  const saved = JSON.parse(JSON.stringify(chain.snapshot())) as unknown
  chain.stop()
  const later = createChain({ exchange, wallets, clock, chainId: 137, blockMs: 2_000 })
  later.restore(saved)
  expect(later.transaction(first)?.mined).toMatchObject({ success: true, cash: -1_000_000 })
  expect(await later.send(await sign(0))).toEqual({ error: 'already known' })
  clock.advance(2_000)
  expect(later.transaction(second)?.mined?.success).toBe(true)
  expect(later.nonce(account.address, 'pending')).toBe(2)
  later.restore('nonsense')
  expect(later.nonce(account.address, 'pending')).toBe(0)
})

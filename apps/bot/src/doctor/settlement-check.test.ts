import { randomBytes } from 'node:crypto'
import { createSeededRandom, timeMs } from '@bot/core'
import {
  createThrowawaySigner,
  deriveWallets,
  POLYGON_CONTRACTS,
  type TradingWallet,
} from '@bot/polymarket'
import { createExchange } from '@bot/sim'
import { createExchangeServer, type ExchangeServer } from '@bot/sim/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../effects/system-clock.js'
import { settlementCheck } from './settlement-check.js'

let server: ExchangeServer
const signer = createThrowawaySigner(randomBytes)
const stranger = createThrowawaySigner(randomBytes)

beforeAll(async () => {
  const exchange = createExchange({ start: timeMs(systemClock.now()), seed: 1 })
  const random = createSeededRandom(1)
  server = await createExchangeServer({ exchange, clock: systemClock, random })
})
afterAll(() => server.close())

type Answers = Readonly<Record<string, unknown>>

/** Looks with a node that answers chosen methods, or calls of chosen functions, otherwise. */
const look = (wallet: TradingWallet, answers: Answers = {}, rpcUrl = `${server.urls.sim}/rpc`) => {
  const answering: typeof globalThis.fetch = async (url, init) => {
    const { id, method, params } = JSON.parse(String(init?.body))
    const result = answers[method] ?? answers[String(params?.[0]?.data).slice(0, 10)]
    if (result === undefined) return fetch(url, init)
    return new Response(JSON.stringify({ jsonrpc: '2.0', id, result }))
  }
  return settlementCheck({ fetch: answering, clock: systemClock, rpcUrl }, { wallet, signer })
}

test('a wallet that can settle is told by who pays', async () => {
  expect(await look({ kind: 'eoa' })).toMatchObject({
    ...{ state: 'ok', detail: 'the node answers; 100 POL pay for transactions' },
  })
  expect(await look({ kind: 'safe' })).toMatchObject({
    ...{ state: 'ok', detail: 'the Safe acts for its owner, whose 100 POL pay for transactions' },
  })
})

test('a kind that cannot settle is a warning that says what follows', async () => {
  const { deposit } = deriveWallets(signer.address)
  for (const wallet of [{ kind: 'proxy' }, { kind: 'deposit', address: deposit[0] }] as const) {
    const { state, detail } = await look(wallet)
    expect(state).toBe('warning')
    expect(detail).toContain(`${wallet.kind} wallet are not supported`)
    expect(detail).toContain('arbitrage is off')
  }
})

test('a Safe that would not act fails, with why', async () => {
  const two = `0x${'2'.padStart(64, '0')}`
  // The exchange learns of the other's Safe when its owner is seen.
  const others = deriveWallets(stranger.address).safe
  await fetch(`${server.urls.sim}/_sim/wallet-owners?owner=${stranger.address}`)
  const cases = [
    [await look({ kind: 'safe', address: others }), 'not-owner'],
    [await look({ kind: 'safe', address: stranger.address }), 'no-safe'],
    [await look({ kind: 'safe', address: POLYGON_CONTRACTS.adapter }), 'not-a-safe'],
    [await look({ kind: 'safe' }, { '0xe75235b8': two }), 'needs 2 signatures'],
  ] as const
  for (const [{ state, detail, advice }, says] of cases) {
    expect(state).toBe('failed')
    expect(detail).toContain(says)
    expect(advice).toContain('remove POLYMARKET_RPC_URL')
  }
})

test('what is not approved is named, and no money for gas or another chain fails', async () => {
  const none = `0x${'0'.repeat(64)}`
  const bare = await look({ kind: 'safe' }, { '0xdd62ed3e': none, '0xe985e9c5': none })
  expect(bare.state).toBe('warning')
  expect(bare.detail).toContain(`collateral to ${POLYGON_CONTRACTS.adapter}`)
  expect(bare.detail).toContain(`shares to ${POLYGON_CONTRACTS.negRiskAdapter}`)
  const poor = await look({ kind: 'safe' }, { eth_getBalance: '0x1' })
  expect(poor).toMatchObject({ state: 'failed', advice: `Send some POL to ${signer.address}.` })
  expect((await look({ kind: 'eoa' }, { eth_chainId: '0x1' })).detail).toContain('of chain 1,')
  expect((await look({ kind: 'eoa' }, {}, 'http://127.0.0.1:1/rpc')).state).toBe('failed')
})

import type { BotError } from '@bot/core'
import { expect, test } from 'vitest'
import { startLoopback } from '../../fixtures/loopback.js'
import { respond } from '../../fixtures/test-server.js'
import { vectors } from '../fixtures/vectors.js'
import { exchangeContract } from '../order/exchange-contract.js'
import type { HexText } from '../signer/signer.js'
import { deriveWallets } from './derive-wallets.js'
import { describeWallet } from './describe-wallet.js'
import { type DetectWalletOptions, detectWallet } from './detect-wallet.js'
import { resolveWallet } from './resolve-wallet.js'

const signer: HexText = vectors.address
const given: HexText = `0x${'12'.repeat(20)}`

test('a proxy and a safe are where the venue’s factories put them for this signer', () => {
  const { proxy, safe, deposit } = deriveWallets(signer)
  // Known from the venue’s own clients for the first account of local test chains.
  expect(proxy.toLowerCase()).toBe('0x365f0ca36ae1f641e02fe3b7743673da42a13a70')
  expect(safe.toLowerCase()).toBe('0xd93b25cb943d14d0d34fbaf01fc93a0f8b5f6e47')
  expect(deposit[1].toLowerCase()).toBe('0xdf8b9e8f9ab23f261f6e1b171b7454ae6e46ba76')
})

test('a wallet’s address is its own, given, derived, or asked for', () => {
  expect(resolveWallet({ kind: 'eoa' }, signer)).toEqual({ kind: 'eoa', address: signer })
  expect(resolveWallet({ kind: 'safe' }, signer).address).toBe(deriveWallets(signer).safe)
  expect(resolveWallet({ kind: 'proxy', address: given }, signer).address).toBe(given)
  expect(resolveWallet({ kind: 'deposit', address: given }, signer).address).toBe(given)
  for (const [wallet, chainId] of [
    [{ kind: 'deposit' }, 137],
    [{ kind: 'safe' }, 80_002],
    [{ kind: 'proxy', address: '0x12' }, 137],
  ] as const) {
    const thrown = (() => {
      try {
        return resolveWallet(wallet as never, signer, chainId)
      } catch (error) {
        return error as BotError
      }
    })()
    expect(thrown).toMatchObject({
      code: 'invalid-config',
      message: expect.stringContaining('copy it from your profile'),
    })
  }
})

const ALL = String(2n ** 256n - 1n)
const approved = { [exchangeContract(false)]: ALL, [exchangeContract(true).toLowerCase()]: ALL }

/** A venue where each signature type has a balance, or fails. */
const detect = async (
  balances: Readonly<Record<string, number | 'fails'>>,
  options: Partial<DetectWalletOptions> = {},
  allowances: Readonly<Record<string, string>> = approved,
) => {
  const { server, clock, transport } = await startLoopback((seen, response) => {
    const balance = balances[seen.query.get('signature_type') ?? ''] ?? 0
    if (balance === 'fails') return respond(response, 400, { error: 'no such wallet' })
    return respond(response, 200, { balance: String(balance), allowances })
  })
  const credentials = { apiKey: 'k', secret: 'c2VjcmV0', passphrase: 'p' }
  const found = await detectWallet({ transport, clock, signer, credentials, ...options })
  return { ...found, server }
}

test('each kind of wallet is asked for in the name of the key that signs', async () => {
  const { server, readings } = await detect({ 0: 5, 2: 7_000_000 })
  expect(server.seen.map(({ query }) => query.get('signature_type'))).toEqual(['0', '1', '2', '3'])
  for (const { headers, path, query } of server.seen) {
    expect(path).toBe('/balance-allowance')
    expect(query.get('asset_type')).toBe('COLLATERAL')
    expect(headers['poly_address']).toBe(signer)
  }
  expect(readings.map(({ kind, balance }) => [kind, balance])).toEqual([
    ['eoa', 5],
    ['proxy', 0],
    ['safe', 7_000_000],
    ['deposit', 0],
  ])
})

test('the wallet that alone has collateral is the one', async () => {
  const { proxy } = deriveWallets(signer)
  expect((await detect({ 0: 1 })).wallet).toEqual({ kind: 'eoa' })
  expect((await detect({ 1: 1 })).wallet).toEqual({ kind: 'proxy', address: proxy })
})

test('nothing is chosen where nothing is certain, and the way out is said', async () => {
  const cases = [
    [{}, 'deposit some'],
    [{ 1: 'fails' }, 'not every balance could be read'],
    [{ 0: 1, 2: 1 }, 'eoa, safe'],
    [{ 3: 1 }, 'name its address as the funder'],
  ] as const
  for (const [balances, says] of cases) {
    const { wallet, reason } = await detect(balances)
    expect(wallet).toBeUndefined()
    expect(reason).toContain(says)
  }
})

test('a funder decides by its address, whatever its case', async () => {
  const { proxy, safe, deposit } = deriveWallets(signer)
  const kinds = [
    [signer, 'eoa'],
    [proxy, 'proxy'],
    [safe, 'safe'],
    [deposit[0], 'deposit'],
    [deposit[1], 'deposit'],
  ] as const
  for (const [address, kind] of kinds) {
    const { wallet } = await detect({}, { funder: address.toLowerCase() as HexText })
    expect(wallet?.kind).toBe(kind)
  }
  const stranger = await detect({ 0: 1 }, { funder: given })
  expect(stranger.wallet).toBeUndefined()
  expect(stranger.reason).toContain('check the key and the funder')
})

test('each wallet is described in one sentence with what to do', async () => {
  const partly = { [exchangeContract(false)]: ALL, [exchangeContract(true)]: '1' }
  const { readings } = await detect({ 0: 2_500_000, 1: 'fails', 3: 3_000_000 }, {}, partly)
  const [eoa, proxy, safe, deposit] = readings.map(describeWallet)
  expect(eoa).toContain('has $2.5 of collateral, but the negRisk exchange may not spend all of it')
  expect(eoa).toContain('approve pUSD')
  expect(proxy).toContain('could not be read: Expected success')
  expect(safe).toContain('no collateral; deposit some')
  expect(deposit).toContain('enable trading on polymarket.com')
  const whole = await detect({ 0: 1_000_000 })
  expect(whole.readings.map(describeWallet)[0]).toContain('both exchanges may spend it')
})

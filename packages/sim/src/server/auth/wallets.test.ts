import { expect, test } from 'vitest'
import { getJson, postJson, startVenue } from '../fixtures/test-server.js'
import { createTrader } from '../fixtures/test-trader.js'
import { createWallets } from './wallets.js'

/** A publicly known test wallet, and what the venue's own libraries derive from it. */
const OWNER = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'
const PROXY = '0x365f0ca36ae1f641e02fe3b7743673da42a13a70'
const SAFE = '0xd93b25cb943d14d0d34fbaf01fc93a0f8b5f6e47'
const STRANGE = `0x${'5'.repeat(40)}`

test('derives a signer’s proxy, Safe and deposit wallets', () => {
  const wallets = createWallets()
  expect(wallets.find(SAFE)).toBeUndefined()
  const own = wallets.of(OWNER)
  expect(own.map(({ kind }) => kind)).toEqual(['proxy', 'safe', 'deposit', 'deposit'])
  expect(own.slice(0, 2).map(({ address }) => address)).toEqual([PROXY, SAFE])
  expect(new Set(own.map(({ address }) => address)).size).toBe(4)
  expect(wallets.find(SAFE.toUpperCase().replace('0X', '0x'))).toMatchObject({ kind: 'safe' })
  expect(wallets.signerOf(PROXY)).toBe(OWNER.toLowerCase())
  expect(wallets.signerOf(STRANGE)).toBe(STRANGE)
  expect(wallets.of('a maker of the population')).toEqual([])
})

test('uses a registered wallet before a derived one', () => {
  const wallets = createWallets()
  wallets.register({ address: STRANGE, owner: OWNER, kind: 'safe' })
  expect(wallets.of(OWNER).find(({ kind }) => kind === 'safe')?.address).toBe(STRANGE)
  expect(wallets.signerOf(STRANGE)).toBe(OWNER.toLowerCase())
  expect(wallets.of(OWNER)).toHaveLength(5)
})

test('is told of wallets over HTTP, which come with money', async () => {
  const { server, exchange } = await startVenue()
  const url = `${server.urls.sim}/_sim/wallet-owners`
  expect((await postJson(url, { owner: OWNER, kind: 'safe' })).body.address).toBe(SAFE)
  expect((await postJson(url, { owner: OWNER, kind: 'safe', address: STRANGE })).status).toBe(200)
  expect(exchange.balances(STRANGE).cash).toBe(1_000_000_000)
  const listed = await getJson(`${url}?owner=${OWNER}`)
  expect(listed.body[0]).toEqual({ address: STRANGE, owner: OWNER.toLowerCase(), kind: 'safe' })
  expect((await postJson(url, { owner: OWNER, kind: 'vault' })).status).toBe(400)
  expect((await getJson(`${url}?owner=me`)).status).toBe(400)
})

test('adopts a key that a client was configured with', async () => {
  const { server } = await startVenue()
  const trader = await createTrader(server.urls)
  const key = { apiKey: 'mine', secret: trader.secret, passphrase: 'p', address: trader.address }
  expect((await postJson(`${server.urls.sim}/_sim/keys`, key)).status).toBe(200)
  const { body } = await trader.call('GET', '/auth/api-keys')
  expect(body.apiKeys).toEqual([trader.apiKey, 'mine'])
  expect((await postJson(`${server.urls.sim}/_sim/keys`, { ...key, secret: '' })).status).toBe(400)
})

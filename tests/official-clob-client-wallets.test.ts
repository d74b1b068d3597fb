import { AssetType, OrderType, Side, SignatureTypeV2 } from '@polymarket/clob-client-v2'
import type { Hex } from 'viem'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import {
  type OfficialStage,
  openStage,
  openTrader,
  type TraderParts,
} from './fixtures/official-stage.js'

/** Asks the server which wallets of a signer it knows, in the order of their kinds. */
const walletsOf = async (
  { server }: OfficialStage,
  owner: Hex,
): Promise<readonly { address: Hex; kind: string }[]> => {
  const listed = await fetch(`${server.urls.sim}/_sim/wallet-owners?owner=${owner}`)
  return (await listed.json()) as { address: Hex; kind: string }[]
}

/** A publicly known test key, whose wallets are known before the server is asked. */
const KNOWN_KEY = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'
const KINDS = [
  ['EOA', SignatureTypeV2.EOA, undefined],
  ['POLY_PROXY', SignatureTypeV2.POLY_PROXY, 'proxy'],
  ['POLY_GNOSIS_SAFE', SignatureTypeV2.POLY_GNOSIS_SAFE, 'safe'],
  ['POLY_1271', SignatureTypeV2.POLY_1271, 'deposit'],
] as const

const openFunded = async (
  stage: OfficialStage,
  signatureType: SignatureTypeV2,
  kind: string | undefined,
) => {
  const signer = await openTrader(stage, { privateKey: KNOWN_KEY })
  const wallets = await walletsOf(stage, signer.address)
  const funder = wallets.find((wallet) => wallet.kind === kind)?.address ?? signer.address
  const parts: TraderParts = { privateKey: KNOWN_KEY, signatureType, funder: () => funder }
  return { ...(await openTrader(stage, parts)), funder: funder.toLowerCase() }
}

test.each(KINDS.flatMap((kind) => [['binary', ...kind] as const, ['negRisk', ...kind] as const]))(
  'trades on a %s market as %s, with the money of its wallet',
  async (market, _name, type, kind) => {
    const stage = await openStage({ kind: market })
    const { client, funder, address } = await openFunded(stage, type, kind)
    const [tokenID] = stage.market.tokens
    const resting = await client.createAndPostOrder(
      { tokenID, price: 0.4, size: 10, side: Side.BUY },
      {},
    )
    expect(await client.getOpenOrders()).toMatchObject([
      { id: resting.orderID, maker_address: funder, owner: client.creds?.key },
    ])
    const bought = await client.createAndPostMarketOrder(
      { tokenID, amount: 6, side: Side.BUY },
      {},
      OrderType.FAK,
    )
    expect(bought).toMatchObject({ status: 'matched', takingAmount: '10' })
    const [trade] = await client.getTrades()
    expect(trade).toMatchObject({ maker_address: funder, trader_side: 'TAKER' })
    const shares = { asset_type: AssetType.CONDITIONAL, token_id: tokenID }
    expect((await client.getBalanceAllowance(shares)).balance).toBe('10000000')
    const spent = 6_000_000 + 96_000
    const money = await client.getBalanceAllowance({ asset_type: AssetType.COLLATERAL })
    expect(money.balance).toBe(String(1_000_000_000 - spent))
    expect(stage.exchange.balances(funder).cash).toBe(1_000_000_000 - spent)
    if (kind !== undefined) {
      expect(stage.exchange.balances(address.toLowerCase()).cash).toBe(1_000_000_000)
    }
    expect((await client.cancelAll()).canceled).toEqual([resting.orderID])
  },
)

test.each(KINDS.slice(1))(
  'does not let %s spend from a wallet of another',
  async (_name, type, kind) => {
    const stage = await openStage()
    const stranger = await openTrader(stage)
    const wallets = await walletsOf(stage, stranger.address)
    const funder = wallets.find((wallet) => wallet.kind === kind)?.address ?? '0x'
    const { client } = await openTrader(stage, { signatureType: type, funder: () => funder })
    const [tokenID] = stage.market.tokens
    const order = { tokenID, price: 0.4, size: 10, side: Side.BUY }
    await expect(client.createAndPostOrder(order, {})).rejects.toThrow(
      kind === 'deposit'
        ? 'the order signer address has to be the address of the API KEY'
        : 'maker address not allowed, please use the deposit wallet flow',
    )
  },
)

test('refuses a wallet’s signature that was made for another order, or for the other exchange', async () => {
  const stage = await openStage()
  const { client } = await openFunded(stage, SignatureTypeV2.POLY_1271, 'deposit')
  const [tokenID] = stage.market.tokens
  const terms = { tokenID, price: 0.4, size: 10, side: Side.BUY }
  const good = await client.createOrder(terms)
  const cheaper = { ...good, makerAmount: '3000000' }
  await expect(client.postOrder(cheaper)).rejects.toThrow('invalid signature')
  const wrong = await client.createOrder(terms, { negRisk: true })
  await expect(client.postOrder(wrong)).rejects.toThrow('invalid signature')
  const cut = { ...good, signature: good.signature.slice(0, 132) }
  await expect(client.postOrder(cut)).rejects.toThrow('invalid signature')
  expect((await client.postOrder(good)).status).toBe('live')
})

test('lets a wallet trade that no factory would deploy, once it was told of it', async () => {
  const stage = await openStage()
  const vault: Hex = `0x${'5'.repeat(40)}`
  const { client, address } = await openTrader(stage, {
    signatureType: SignatureTypeV2.POLY_GNOSIS_SAFE,
    funder: () => vault,
  })
  const [tokenID] = stage.market.tokens
  const order = { tokenID, price: 0.4, size: 10, side: Side.BUY }
  await expect(client.createAndPostOrder(order, {})).rejects.toThrow('maker address not allowed')
  await fetch(`${stage.server.urls.sim}/_sim/wallet-owners`, {
    method: 'POST',
    body: JSON.stringify({ owner: address, kind: 'safe', address: vault }),
  })
  expect((await client.createAndPostOrder(order, {})).status).toBe('live')
})

test('knows an order of the exchange before and the one after', async () => {
  const stage = await openStage()
  const { client } = await openTrader(stage)
  const [tokenID] = stage.market.tokens
  const terms = { tokenID, price: 0.4, size: 10, side: Side.BUY }
  const old = await client.createOrder(terms, { version: 1 })
  await expect(client.postOrder(old)).rejects.toThrow(
    'invalid order version, please use the latest clob-client',
  )
  const next = await client.createOrder(terms, { version: 3 })
  await expect(client.postOrder(next)).rejects.toThrow('order_version_mismatch')
})

test('tells a key on the user socket of the orders of its signer’s Safe', async () => {
  const stage = await openStage()
  const { client, funder } = await openFunded(stage, SignatureTypeV2.POLY_GNOSIS_SAFE, 'safe')
  const socket = new WebSocket(`${stage.server.urls.ws}/ws/user`)
  const frames: Record<string, unknown>[] = []
  const answered = new Promise<void>((resolve) => {
    socket.on('message', (data) => {
      const text = String(data)
      if (text === 'PONG') resolve()
      else frames.push(JSON.parse(text))
    })
  })
  await new Promise((resolve) => socket.once('open', resolve))
  onTestFinished(() => socket.terminate())
  const { key: apiKey, secret, passphrase } = client.creds ?? {}
  socket.send(JSON.stringify({ type: 'user', auth: { apiKey, secret, passphrase } }))
  const [tokenID] = stage.market.tokens
  await new Promise((resolve) => {
    socket.once('pong', resolve)
    socket.ping()
  })
  await client.createAndPostOrder({ tokenID, price: 0.4, size: 10, side: Side.BUY }, {})
  socket.send('PING')
  await answered
  expect(frames).toMatchObject([
    { event_type: 'order', type: 'PLACEMENT', maker_address: funder, owner: apiKey },
  ])
})

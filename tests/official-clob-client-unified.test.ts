import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSecureClient, forkEnvironmentConfig, OrderSide } from '@polymarket/client'
import { privateKey } from '@polymarket/client/viem'
import type { Hex } from 'viem'
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { expect, onTestFinished, test } from 'vitest'
import { type OfficialStage, openStage } from './fixtures/official-stage.js'

/** Says of every wallet that it is deployed, which is all that the client asks a relayer here. */
const openRelayer = async (): Promise<string> => {
  const relayer = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ deployed: true }))
  })
  await new Promise<void>((resolve) => relayer.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void relayer.close())
  return `http://127.0.0.1:${(relayer.address() as AddressInfo).port}`
}

const openClient = async ({ server }: OfficialStage, key: Hex, wallet: string) =>
  createSecureClient({
    environment: forkEnvironmentConfig({
      name: 'simulated',
      clob: { rest: server.urls.clob },
      gamma: { rest: server.urls.gamma },
      data: { rest: server.urls.data },
      relayer: { rest: await openRelayer() },
    }),
    signer: privateKey(key),
    wallet,
  })

const walletsOf = async (stage: OfficialStage, key: Hex): Promise<readonly string[]> => {
  const owner = privateKeyToAddress(key)
  const listed = await fetch(`${stage.server.urls.sim}/_sim/wallet-owners?owner=${owner}`)
  const wallets = (await listed.json()) as { address: string }[]
  return [owner, ...wallets.map(({ address }) => address)]
}

test.each([
  ['a plain wallet', 0],
  ['a proxy', 1],
  ['a Safe', 2],
  ['a deposit wallet', 3],
  ['a deposit wallet of the first kind', 4],
] as const)(
  'the unified client trades for %s, which it derives as the server does',
  async (_name, index) => {
    const stage = await openStage()
    const key = generatePrivateKey()
    const wallet = (await walletsOf(stage, key))[index] ?? ''
    // The client refuses a wallet that is none of those that it derives from the signer.
    const client = await openClient(stage, key, wallet)
    const [tokenId] = stage.market.tokens
    const limit = { tokenId, price: 0.4, size: 10, side: OrderSide.BUY }
    const placed = await client.placeLimitOrder(limit)
    expect(placed).toMatchObject({ ok: true, status: 'live' })
    const open = await client.listOpenOrders().firstPage()
    expect(open.items).toMatchObject([
      { makerAddress: wallet.toLowerCase(), conditionId: stage.market.id },
    ])
    const bought = await client.placeMarketOrder({ tokenId, amount: 6, side: OrderSide.BUY })
    expect(bought).toMatchObject({ ok: true, status: 'matched', takingAmount: '10' })
    const trades = await client.listAccountTrades().firstPage()
    expect(trades.items).toMatchObject([
      { makerAddress: wallet.toLowerCase(), traderSide: 'TAKER' },
    ])
    const notes = await client.fetchNotifications()
    expect(notes).toMatchObject([{ type: 2 }])
    const cancelled = await client.cancelAll()
    expect(cancelled).toMatchObject({ canceled: [expect.any(String)], notCanceled: {} })
  },
)

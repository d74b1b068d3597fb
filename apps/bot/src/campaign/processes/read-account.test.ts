import {
  createSeededRandom,
  marketId,
  orderId,
  parsePrice,
  parseSize,
  parseUsd,
  type TokenId,
  timeMs,
} from '@bot/core'
import { createLocalSigner } from '@bot/polymarket'
import { createExchange } from '@bot/sim'
import { createExchangeServer } from '@bot/sim/server'
import { expect, test } from 'vitest'
import { systemClock } from '../../effects/system-clock.js'
import { reachHosts } from '../../venue/polymarket-hosts.js'
import { readAccount } from './read-account.js'

const signer = createLocalSigner(`0x${'5'.repeat(64)}`)
const wallet = signer.address.toLowerCase()

test('reads balances, open orders, fills of both roles and protocol actions of its wallet alone', async () => {
  const start = systemClock.now()
  const exchange = createExchange({ start, seed: 1 })
  const market = exchange.createMarket({
    ...{ slug: 'rain', question: 'Will it rain?', endsAt: timeMs(start + 86_400_000) },
    fee: { ratePpm: 0, exponent: 1, takerOnly: true },
  })
  const server = await createExchangeServer({
    ...{ exchange, clock: systemClock, random: createSeededRandom(1) },
    rules: { faucet: parseUsd('100') },
  })
  try {
    const { gamma, clob, data, ws } = server.urls
    const hosts = { gammaUrl: gamma, clobUrl: clob, dataUrl: data, wsUrl: ws }
    const { reads } = reachHosts(hosts, fetch, systemClock)
    const account = await readAccount(server.urls, signer, reads)
    exchange.deposit('0xother', parseUsd('100'))
    const token = market.tokens[0]
    let number = 0
    const place = (owner: string, side: 'buy' | 'sell', shares: string, limit: string) => {
      number += 1
      const id = orderId(`0x${String(number).padStart(64, '0')}`)
      const order = { id, owner, token: token as TokenId, side, shares: parseSize(shares) }
      exchange.place({ ...order, limit: parsePrice(limit), tif: 'gtc', postOnly: false })
      return id
    }
    const made = place(wallet, 'buy', '10', '0.40')
    exchange.split('0xother', marketId(market.id), parseSize('20'))
    place('0xother', 'sell', '6', '0.40')
    place('0xother', 'sell', '5', '0.60')
    const taken = place(wallet, 'buy', '5', '0.60')
    exchange.split(wallet, marketId(market.id), parseSize('3'))
    const fills = await account.fills()
    expect(fills.map(({ order, size, failed }) => ({ order, size, failed }))).toEqual([
      { order: made, size: parseSize('6'), failed: false },
      { order: taken, size: parseSize('5'), failed: false },
    ])
    expect((await account.openOrders()).map(({ id }) => id)).toEqual([made])
    expect(await account.actions()).toEqual([{ action: 'split', paid: true }])
    const { cash, holdings } = await account.balances()
    expect(cash).toBe(parseUsd('91.6'))
    expect(holdings.get(token ?? '')).toBe(parseSize('14'))
  } finally {
    await server.close()
  }
}, 60_000)

import { parsePrice, parseSize, tokenId } from '@bot/core'
import { buildMarket } from '@bot/core/testing'
import { expect, test } from 'vitest'
import { admitProbe } from './admit-probe.js'

const market = buildMarket('m', { tick: parsePrice('0.01'), minimumSize: parseSize('5') })
const token = tokenId('m-yes')

test('a probe rests at one tick with the least size, and cannot take', () => {
  const probe = admitProbe(market, token, parsePrice('0.4'))
  expect(probe).toMatchObject({
    side: 'buy',
    limit: 100,
    shares: 5_000_000,
    postOnly: true,
    tif: 'gtc',
  })
})

test('a probe is not made where it could fill, cost more than a dollar, or is not known to be valid', () => {
  expect(() => admitProbe(market, token, parsePrice('0.01'))).toThrow(/above one tick/)
  const dear = buildMarket('m', { tick: parsePrice('0.1'), minimumSize: parseSize('20') })
  expect(() => admitProbe(dear, token, undefined)).toThrow(/below a dollar/)
  const unknown = buildMarket('m', { tick: 'unknown' })
  expect(() => admitProbe(unknown, token, undefined)).toThrow(/known tick/)
})

import { floorLevels, parseSize, timeMs, type WalletFact } from '@bot/core'
import { buildBook, buildMarket, buildView } from '@bot/core/testing'
import { expect, test } from 'vitest'
import type { Settings } from '../config/settings.js'
import { chooseStrategies } from '../runtime/assemble.js'
import { completeSettings } from '../runtime/session.js'
import { withoutLabelled } from './copy-labels.js'

const NOW = timeMs(1_700_000_000_000)
const market = buildMarket('m')
const [token] = market.tokens
const copy = {
  ...{ edge: 0.04, low: 0.01, high: 0.07, reverse: -0.05 },
  ...{ trades: 60, events: 40, delayMs: 30_000 },
}
const fact: WalletFact = {
  ...{ wallet: '0xa', status: 'promoted', reason: 'q 0.01', trades: 200, copy },
  ...(token === undefined
    ? {}
    : {
        move: {
          ...{ market: market.id, token, side: 'buy', at: timeMs(NOW - 30_000), price: 0.4 },
          ...{ shares: parseSize('500'), held: parseSize('500') },
        },
      }),
}

/** What Whale Copy wants of a wallet's purchase of 500 shares, as the bot makes it from its settings. */
const wantedWith = (changed: Partial<Settings>): unknown => {
  const strategy = chooseStrategies(completeSettings(changed), [], []).find(
    ({ name }) => name === 'whale-copy',
  )
  if (strategy === undefined || token === undefined) return 'no strategy'
  const provenance = { source: 't', ageMs: 0, state: 'live', simulated: true } as const
  const view = buildView({
    ...{ now: NOW, markets: [market] },
    books: [buildBook(token, { bids: [['0.39', '900']], asks: [['0.4', '900']] }, NOW)],
    facts: [{ type: 'fact', kind: 'wallet', key: token, value: fact, provenance }],
  })
  const subject = { key: market.id, markets: [market], trigger: 'wallet' } as never
  return strategy
    .evaluate(subject, view, floorLevels(strategy.thresholds))
    .map((each) => (each.kind === 'signal' ? each.wanted : each.kind))
}

test('mirror mode is off by default; when set, the bot wants that part of what the wallet holds', () => {
  expect(wantedWith({})).toEqual(['max'])
  expect(wantedWith({ whaleCopyMirrorFraction: 0.1 })).toEqual([parseSize('50')])
  expect(wantedWith({ whaleCopyEnabled: false })).toBe('no strategy')
})

test('a wallet that is labelled since it was judged may not be copied', () => {
  const other = { ...fact, wallet: '0xb' }
  const left = withoutLabelled([fact, other], () => new Map([['0xb', []]]))
  expect(left.map(({ wallet, copy: kept }) => [wallet, kept !== undefined])).toEqual([
    ['0xa', true],
    ['0xb', false],
  ])
})

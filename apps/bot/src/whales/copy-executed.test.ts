import { expect, test } from 'vitest'
import { openExecutedWorld } from '../executed/executed-world.js'
import { planCopies } from './fixtures/copy-plan.js'
import { createCopyStage } from './fixtures/run-copies.js'

const SECOND = 1_000
/** A market's end is public about three minutes after it. */
const ENDS_KNOWN = 240 * SECOND
const NOTHING = {
  ...{ binaries: 0, shorts: 0, pairs: 0, exhaustive: 0, augmented: 0, ladders: 0, twins: 0 },
}
const OTHERS_OFF = {
  ...{ arbEnabled: false, marketOnlyEnabled: false, volatilityScalpEnabled: false },
  ...{ cascadeEnabled: false, adaptiveEnabled: false, scanIntervalSeconds: 10 },
}

const playPlan = async (seed: number, events: number) => {
  const plan = planCopies(seed, events)
  const world = await openExecutedWorld({
    ...{ seed, changed: OTHERS_OFF },
    population: { scale: NOTHING, plantEveryMs: 0, trapEveryMs: 0 },
  })
  const stage = createCopyStage(world, plan)
  const part = (from: number, to: number) =>
    plan.markets.slice(Math.floor(from * plan.markets.length), Math.floor(to * plan.markets.length))
  await stage.round(part(0, 0.42))
  await world.pass(ENDS_KNOWN)
  await stage.round(part(0.42, 0.85))
  await world.pass(ENDS_KNOWN)
  await stage.round(part(0.85, 1), { leaves: true })
  const rowOf = (wallet: string) => world.bot.stats.whales().find((row) => row.wallet === wallet)
  const facts = world
    .entries()
    .flatMap(({ event }) => (event.type === 'fact' && event.kind === 'wallet' ? [event.value] : []))
  const result = {
    ...{ plan, facts, slow: rowOf(plan.slow), fast: rowOf(plan.fast) },
    trades: world.bot.stats.trades(),
    questions: new Map(
      world.exchange
        .markets()
        .flatMap(({ tokens, question }) => tokens.map((token) => [token, question] as const)),
    ),
  }
  await world.stop()
  return result
}

test('a bot finds two equally skilled wallets, tries to copy both on paper, and trades after the one whose edge survives its delay', async () => {
  const { plan, facts, slow, fast, trades, questions } = await playPlan(3, 160)
  process.stdout.write(`slow ${JSON.stringify(slow)}\nfast ${JSON.stringify(fast)}\n`)

  expect([slow?.status, fast?.status]).toEqual(['promoted', 'promoted'])
  expect(slow?.copy).toMatchObject({ copyable: true })
  expect(slow?.copy?.low).toBeGreaterThan(0)
  expect(slow?.copy?.reverse).toBeLessThan(0)
  expect(fast?.copy?.trades).toBeGreaterThan(30)
  expect(fast?.copy).toMatchObject({ copyable: false })
  // Half of what it makes is more than what copying it leaves: its edge was gone in five seconds.
  expect(fast?.copy?.edge).toBeLessThan((fast?.skill?.edge ?? 0) / 2)
  expect(facts.filter(({ wallet, copy }) => wallet === plan.fast && copy)).toEqual([])

  const moves = facts.flatMap(({ wallet, move }) => (move ? [{ wallet, ...move }] : []))
  expect(new Set(moves.map(({ wallet }) => wallet))).toEqual(new Set([plan.slow]))
  expect(new Set(trades.map(({ strategy }) => strategy))).toEqual(new Set(['whale-copy']))
  for (const trade of trades) {
    const led = moves.filter(
      ({ token, side }) => questions.get(token) === trade.market && side === 'buy',
    )
    expect(led.length).toBeGreaterThan(0)
    const first = Math.min(...led.map(({ at }) => at))
    expect(trade.at - first).toBeGreaterThanOrEqual(30 * SECOND)
  }
  const sold = new Set(trades.filter(({ side }) => side === 'sell').map(({ market }) => market))
  const left = new Set(
    moves.filter(({ side }) => side === 'sell').map(({ token }) => questions.get(token)),
  )
  expect(trades.some(({ side }) => side === 'buy')).toBe(true)
  expect([...sold].some((market) => left.has(market))).toBe(true)
}, 240_000)

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { defineStrategy, isBotError } from '@bot/core'
import { verifyJournal } from '@bot/journal'
import { afterEach, describe, expect, test } from 'vitest'
import { temporaryFolder } from './fixtures/made-recording.js'
import { startTestBot, type TestBot, until } from './fixtures/running-bot.js'
import { replayJournal } from './replay/replay-journal.js'

const running = new Set<TestBot>()
const start = async (...given: Parameters<typeof startTestBot>): Promise<TestBot> => {
  const bot = await startTestBot(...given)
  running.add(bot)
  return bot
}
const stop = async (bot: TestBot): Promise<void> => {
  running.delete(bot)
  await bot.stop()
}
afterEach(async () => {
  for (const bot of running) await stop(bot).catch(() => undefined)
})

const journalOf = (folder: string): string => join(folder, 'sim-paper', 'journal')
const sent = (bot: TestBot): number => bot.stats.funnel().steps.sent
const messages = (bot: TestBot): readonly string[] => bot.records.map(({ msg }) => msg)
const component = (bot: TestBot, name: string) =>
  bot.stats.status().components.find((each) => each.name === name)
/** Names of markets come with the first listing; what is held is known at once. */
const account = (bot: TestBot) => {
  const { cashUsd, openPositions } = bot.stats.status()
  const shares = bot.stats.positions().map((row) => `${row.openedAt} ${row.shares} ${row.costUsd}`)
  return { cashUsd, openPositions, shares: shares.sort() }
}
const unsettled = (bot: TestBot, before: number): number =>
  bot.stats.positions().filter((row) => row.openedAt < before && Number(row.provisionalShares) > 0)
    .length

const ARBITRAGE = /^Arbitrage: Found .+=\$\d\.\d+ opportunity \(.+¢ edge\)$/

describe('a run over the simulated exchange', { timeout: 900_000 }, () => {
  test('trades on paper, ends cleanly, decides the same again, and the next run goes on from it', async () => {
    const folder = temporaryFolder()
    const first = await start(folder)
    await until('something is traded and held', () => {
      const { steps } = first.stats.funnel()
      const found = messages(first).some((msg) => ARBITRAGE.test(msg))
      return steps.matched > 2 && found && unsettled(first, first.clock.now()) > 0
    })
    expect(first.stats.health()).toMatchObject({ ok: true, simulated: true, mode: 'paper' })
    expect(first.stats.status().venue.label).toContain('SIMULATED')
    expect(messages(first)).toContain('Dynamic Strategy Engine: Enabled')
    expect(messages(first)).toContain('All dynamic systems initialized successfully')
    await stop(first)
    expect(await verifyJournal(journalOf(folder))).toMatchObject({ damaged: [], gaps: [] })

    const { sessions, damage } = await replayJournal(journalOf(folder), [])
    expect(damage).toEqual([])
    expect(sessions).toMatchObject([{ matches: true, fromSeq: 1 }])
    expect(sessions[0]?.fills).toBe(first.stats.funnel().steps.matched)

    const stopped = first.clock.now()
    const second = await start(folder)
    expect(account(second)).toEqual(account(first))
    expect(second.records).toContainEqual(expect.objectContaining({ resumed: true }))
    await expect(start(folder)).rejects.toMatchObject({
      code: 'journal-locked',
      message: expect.stringContaining(String(process.pid)) as string,
    })
    await until(
      'the accounts were compared',
      () => component(second, 'reconciliation')?.detail.includes('agree') === true,
    )
    await until('trading goes on', () => second.stats.funnel().steps.matched > 0)
    await until('earlier fills are settled', () => unsettled(second, stopped) === 0)
    expect(messages(second).filter((msg) => /foreign activity/.test(msg))).toEqual([])
    await stop(second)
    const again = await replayJournal(journalOf(folder), [])
    expect(again.sessions.map(({ matches }) => matches)).toEqual([true, true])
  })

  test('a strategy that throws is benched, counted and shown; the others go on', async () => {
    const broken = defineStrategy({
      spec: 1,
      name: 'broken',
      title: 'Broken',
      priority: 'high',
      thresholds: {},
      interest: { subject: 'market', triggers: ['scan'], wants: () => true },
      evaluate: () => {
        throw new Error('I am broken')
      },
    })
    const bot = await start(temporaryFolder(), {}, [broken])
    const row = (name: string) => bot.stats.strategies().find((each) => each.name === name)
    await until('it is benched', () => (row('broken')?.benchedUntil ?? 0) > 0)
    expect(row('broken')?.failures).toBeGreaterThan(0)
    expect(messages(bot)).toContain("Strategy 'Broken' failed: I am broken")
    await until('the others find signals', () => (row('market-only')?.signals ?? 0) > 0)
    const scans = bot.stats.health().totalScans
    await until('scans go on', () => bot.stats.health().totalScans > scans + 1)
    expect(bot.stats.health().ok).toBe(true)
  })

  test('a pause stops entries until it is resumed', async () => {
    const bot = await start(temporaryFolder())
    await until('something is sent', () => sent(bot) > 0)
    bot.stats.command('pause')
    const entries = () =>
      bot.stats.funnel().refusals.filter(({ reason }) => reason === 'paused').length
    await until('entries are refused because of the pause', () => entries() > 0)
    bot.stats.command('resume')
    const before = sent(bot)
    await until('entries go on', () => sent(bot) > before)
  })

  test('with every source down scans go on, nothing is traded on stale books, and all recovers by itself', async () => {
    const bot = await start(temporaryFolder(), { maxHourlyTrades: 1000, maxOpenPositions: 1000 })
    await until('something is sent', () => sent(bot) > 0)
    for (const scope of ['gamma', 'clob', 'data'] as const) {
      bot.venue.server.faults.set({ kind: 'server-error', scope })
    }
    bot.venue.server.faults.set([
      { kind: 'disconnect', scope: 'ws' },
      { kind: 'reset', scope: 'ws' },
    ])
    await until('health says why', () => !bot.stats.health().ok)
    const { reasons } = bot.stats.health()
    expect(reasons.join(' ')).toMatch(/no market data|sources are down/)
    // Books are too old for any order by now: ten seconds for a certificate, thirty for the rest.
    await until('nothing is live', () => bot.stats.status().feed.tokens.live === 0)
    const since = bot.clock.now()
    await until('books are stale', () => bot.clock.now() - since > 31_000)
    const before = { sent: sent(bot), scans: bot.stats.health().totalScans }
    await until('scans go on', () => bot.stats.health().totalScans > before.scans + 3)
    expect(sent(bot)).toBe(before.sent)
    bot.venue.server.faults.clear()
    await until('health is well again', () => bot.stats.health().ok)
    await until('books are live again', () => bot.stats.status().feed.tokens.live > 0)
    await until('trading goes on', () => sent(bot) > before.sent)
    expect(messages(bot).some((msg) => /^WebSocket reconnected after \d+s outage$/.test(msg))).toBe(
      true,
    )
  })

  test('a journal that cannot be written stops trading, says so, and still lets go of everything', async () => {
    const folder = temporaryFolder()
    await stop(await start(folder))
    const bot = await start(folder)
    rmSync(join(journalOf(folder), 'segments'), { recursive: true })
    await until('trading is halted', () => bot.stats.status().halted !== null)
    expect(bot.stats.health()).toMatchObject({ ok: false })
    expect(bot.stats.health().reasons.join(' ')).toContain('Expected to write to')
    expect(
      messages(bot).some((msg) => msg.startsWith('Trading is halted: Expected to write')),
    ).toBe(true)
    const before = sent(bot)
    const since = bot.clock.now()
    await until('scans would have come', () => bot.clock.now() - since > 5_000)
    expect(sent(bot)).toBe(before)
    await stop(bot).catch((thrown: unknown) => expect(isBotError(thrown)).toBe(true))
    const venueAnswers = await fetch(`${bot.venue.server.urls.clob}/time`).then(
      () => true,
      () => false,
    )
    expect(venueAnswers).toBe(false)
  })
})

import { messageOf, parseUsd, type Stamped } from '@bot/core'
import { partsWork } from '../../soak/parts-work.js'
import type { Health, StatusReport } from '../../stats/stats-source.js'
import { basketStories } from '../checks/basket-story.js'
import { type BotBooks, openBotBooks } from '../checks/bot-books.js'
import { agrees } from '../checks/check-balances.js'
import { ask, tell } from './ask.js'
import { faucetOf } from './open-process-world.js'
import { type ProcessStage, waitUntil } from './process-stage.js'
import { followJournal, type JournalFollower } from './read-journal.js'

/** A market may resolve while the bot stops: then it is started once more, to redeem what it was about to. */
const STOPS = 5

/** Clears all faults and waits until everything works; resolves with how long that took. */
export const recover = async (stage: ProcessStage): Promise<number | undefined> => {
  const { world, supervisor, scenario, report, note } = stage
  await ask(`${world.sim}/_sim/faults`, () => ({ method: 'DELETE' }))
  const since = Date.now()
  let seen = 'no bot was up'
  const recovered = await waitUntil(scenario.patienceMs, async () => {
    const url = supervisor.url()
    if (url === undefined) return false
    const health = (await (await fetch(`${url}/health`)).json()) as Health
    const status = (await (await fetch(`${url}/api/status`)).json()) as StatusReport
    seen = JSON.stringify({ health, tokens: status.feed.tokens, components: status.components })
    return partsWork({ stats: { health: () => health, status: () => status } })
  })
  note(recovered ? 'works again' : 'does not work again')
  if (recovered) return Date.now() - since
  report('not-recovered', `${seen} ${supervisor.lastLines().slice(-3).join(' | ')}`)
  return undefined
}

/** Lets everything under way come to its end without new entries, and stops the bot for good. */
export const endScenario = async (stage: ProcessStage): Promise<void> => {
  const { supervisor, scenario, report, note } = stage
  const funnel = `${supervisor.url()}/api/funnel`
  note(`funnel ${JSON.stringify(await ask(funnel).catch(messageOf))}`)
  for (let stops = 1; ; stops++) {
    await settle(stage)
    const outcome = await supervisor.restart('never')
    if (outcome !== 'stopped') report('did-not-stop', JSON.stringify(outcome))
    const left = await unsettled(stage, followJournal(stage.world.journal)).catch(messageOf)
    if (stops === STOPS || left === undefined) return
    note(`it is started once more: ${left}`)
    supervisor.start()
    await waitUntil(scenario.patienceMs, async () => supervisor.url() !== undefined)
  }
}

const settle = async (stage: ProcessStage): Promise<void> => {
  const { scenario, world, supervisor, report, note } = stage
  const command = (name: string): Promise<boolean> =>
    tell(`${supervisor.url()}/api/command`, { command: name })
  await waitUntil(scenario.patienceMs, () => command('pause'))
  await waitUntil(scenario.patienceMs, () => command('cancel-all'))
  const journal = followJournal(world.journal)
  let left: string | undefined
  const settled = await waitUntil(scenario.patienceMs, async () => {
    left = await unsettled(stage, journal)
    return left === undefined
  })
  note(settled ? 'settled' : `not settled: ${left}`)
  if (!settled) report('fills-not-settled', `after all patience: ${left}`)
}

/** Says what is still under way; `undefined` when nothing is, and the exchange and the journal agree. */
const unsettled = async (
  { world, scenario }: ProcessStage,
  journal: JournalFollower,
): Promise<string | undefined> => {
  const open = await world.account.openOrders()
  if (open.length > 0) return `${open.length} orders are open`
  const entries = await journal.catchUp()
  const basket = basketStories(entries).find(({ ended }) => ended === undefined)
  if (basket !== undefined) return `basket ${basket.id} is under way`
  const action = openAction(entries)
  if (action !== undefined) return `action ${action} is under way`
  const start = faucetOf(scenario)
  return agrees(await world.account.balances(), booksOf(entries, start))
    ? undefined
    : 'cash or shares at the exchange and in the journal differ'
}

/** The first protocol action whose last report is neither a success nor a failure. */
const openAction = (entries: readonly Stamped[]): string | undefined => {
  const last = new Map<string, string>()
  for (const { event } of entries) {
    if (event.type === 'settlement') last.set(event.ref, event.status)
  }
  return [...last].find(([, status]) => status === 'submitted' || status === 'unknown')?.[0]
}

const booksOf = (entries: readonly Stamped[], start: number): BotBooks => {
  const books = openBotBooks(parseUsd(start), () => entries)
  books.catchUp()
  return books
}

import { setTimeout as sleep } from 'node:timers/promises'
import { createBasketStories } from '../checks/basket-story.js'
import type { Moment, Undertaking } from '../scenario/scenario.js'
import { ask, tell } from './ask.js'
import { type ProcessStage, waitUntil } from './process-stage.js'
import { followJournal } from './read-journal.js'

/** How long a strike waits for what it is to strike. */
const AWAITED_MS = 6_000

/** Lets everything that was drawn happen at its moment; an end that waits for its prey holds up no fault. */
export const makeTrouble = async (stage: ProcessStage): Promise<void> => {
  const { moments, troubleMs } = stage.scenario
  const began = Date.now()
  const inOrder = async (own: readonly Moment[]): Promise<void> => {
    for (const moment of own) {
      await sleep(Math.max(0, began + moment.at - Date.now()))
      await act(moment, stage)
    }
  }
  const isFault = ({ kind }: Moment): boolean => kind === 'fault'
  await Promise.all([
    inOrder(moments.filter(isFault)),
    inOrder(moments.filter((moment) => !isFault(moment))),
    sleep(troubleMs),
  ])
}

const act = async (moment: Moment, stage: ProcessStage): Promise<void> => {
  const { world, supervisor, report, note } = stage
  note(JSON.stringify(moment))
  if (moment.kind === 'fault') {
    if (moment.fault.kind !== 'tick-change') await tell(`${world.sim}/_sim/faults`, moment.fault)
  } else if (moment.kind === 'crash') {
    if (moment.during !== undefined) note(await awaitUndertaking(stage, moment.during))
    await supervisor.crash(moment.downMs)
  } else {
    const outcome = await supervisor.restart(moment.downMs)
    note(JSON.stringify(outcome))
    if (typeof outcome === 'object') report('did-not-stop', outcome.failed)
  }
}

const awaitUndertaking = async ({ world }: ProcessStage, awaited: Undertaking): Promise<string> => {
  const stories = createBasketStories()
  const journal = followJournal(world.journal, stories.read)
  const came = await waitUntil(AWAITED_MS, async () => {
    await journal.catchUp()
    return stories.all().some(({ spells }) => {
      const last = spells.at(-1)
      return last?.until === undefined && last?.kind === awaited
    })
  })
  return `${came ? 'strikes' : 'was in vain waiting for'} a bot at ${awaited}`
}

/** Leaves the bot dead until the venue has cancelled its orders, and then starts it again. */
export const fallSilent = async ({
  scenario,
  world,
  supervisor,
  report,
  note,
}: ProcessStage): Promise<void> => {
  note('falls silent')
  await ask(`${world.sim}/_sim/faults`, () => ({ method: 'DELETE' }))
  // Before its first heartbeat the venue does not know that anybody is there to fall silent.
  await waitUntil(scenario.patienceMs, async () => supervisor.url() !== undefined)
  await supervisor.crash('never')
  const left = async (): Promise<readonly string[]> =>
    (await world.account.openOrders()).map(({ id }) => id)
  const before = await left()
  const cancelled = await waitUntil(scenario.patienceMs, async () => (await left()).length === 0)
  note(`${before.length} orders were open; ${cancelled ? 'none is' : 'some are'}`)
  if (!cancelled) report('orders-left-open', `after silence: ${(await left()).join(', ')}`)
  supervisor.start()
}

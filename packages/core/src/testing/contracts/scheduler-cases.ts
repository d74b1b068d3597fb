import { marketId, timeMs, tokenId } from '../../brand.js'
import type { ContractCase } from '../../ports/contract-case.js'
import type { ChoiceRequest, Scheduler } from '../../ports/engine.js'
import { buildSignal } from '../build-signal.js'
import { buildView } from '../build-view.js'
import { buildBook, buildMarket } from '../builders.js'
import { expectSame, expectThat } from './expect-that.js'

const now = timeMs(1_700_000_000_000)
const DAY_MS = 86_400_000

const schedulerCase = (
  name: string,
  promise: (scheduler: Scheduler, again: Scheduler) => void,
): ContractCase<Scheduler> => ({
  name,
  run: async (make) => promise(await make(), await make()),
})

const names = ['m', 'n', 'o']
const view = () =>
  buildView({
    markets: names.map((name) => buildMarket(name)),
    books: names.flatMap((name) => [
      buildBook(`${name}-yes`, { bids: [['0.46', '100']], asks: [['0.48', '100']] }),
      buildBook(`${name}-no`, { bids: [['0.52', '100']], asks: [['0.54', '100']] }),
    ]),
  })

const request = (): ChoiceRequest => ({
  signals: names.map((name) =>
    buildSignal({ market: marketId(name), token: tokenId(`${name}-yes`) }),
  ),
  trigger: 'scan',
  scan: 1,
  refusals: [],
  evaluated: ['sample'],
})

/** What every {@link Scheduler} must do. The cases' signals are of a strategy named `sample`. */
export const schedulerCases: readonly ContractCase<Scheduler>[] = [
  schedulerCase('lets a strategy run that never failed', (scheduler) => {
    expectThat(scheduler.eligible('sample', now), 'an unfailing strategy is eligible')
  }),
  schedulerCase(
    'benches a strategy that keeps failing, and forgives it within a day',
    (scheduler) => {
      for (let i = 0; i < 10; i++) scheduler.failed('sample', 'threw', 'it threw', now)
      expectThat(!scheduler.eligible('sample', now), 'a failing strategy is benched')
      expectThat(scheduler.eligible('other', now), 'others go on')
      expectThat(scheduler.eligible('sample', timeMs(now + DAY_MS)), 'a bench ends')
    },
  ),
  schedulerCase('takes or refuses every signal, each once', (scheduler) => {
    const { signals } = request()
    const { taken, refused } = scheduler.choose(request(), view())
    expectSame(taken.length + refused.length, signals.length, 'signals that were taken or refused')
    for (const { refused: reason } of refused) {
      expectThat(/^[a-z0-9]+(-[a-z0-9]+)*$/.test(reason), `reason is kebab-case, was ${reason}`)
    }
  }),
  schedulerCase('chooses nothing from nothing', (scheduler) => {
    const choice = scheduler.choose({ ...request(), signals: [], evaluated: [] }, view())
    expectSame(choice.taken, [], 'what was taken')
  }),
  schedulerCase('chooses the same for the same', (scheduler, again) => {
    expectSame(again.choose(request(), view()), scheduler.choose(request(), view()), 'a choice')
  }),
  schedulerCase('shows its status as plain data', (scheduler) => {
    const status = scheduler.status(now)
    expectSame(JSON.parse(JSON.stringify(status)), status, 'the status after JSON')
  }),
]

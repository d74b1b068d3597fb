import { createSeededRandom } from '@bot/core'
import { expect, test } from 'vitest'
import { drawTrials, PRICES, type PriceDraw } from './fixtures/draw-trials.js'
import { measureCopyability } from './measure-copyability.js'

/** `COPY_RUNS=1000` for those that the documentation tells of. */
const RUNS = Number(process.env['COPY_RUNS'] ?? 300)
const COUNTS = [30, 100, 300]
const percent = (count: number): string => `${((100 * count) / RUNS).toFixed(1)} %`

/** How many of the runs are found by each rule: at each count of events, and at any time up to it. */
const countFound = (name: string, priceOf: PriceDraw, edge: number, looksAlways: boolean) => {
  const random = createSeededRandom(`long:${name}:${edge}`)
  const none = (): number[] => COUNTS.map(() => 0)
  const found = { interval: none(), rule: none(), everInterval: none(), everRule: none() }
  for (let run = 0; run < RUNS; run++) {
    const events = drawTrials(random, COUNTS.at(-1) ?? 0, priceOf, edge)
    const ever = { interval: false, rule: false }
    for (let count = 10; count <= events.length; count++) {
      const at = COUNTS.indexOf(count)
      // A loss gives no leave that was not there.
      const isNews = looksAlways && events[count - 1]?.[0]?.payout === 1
      if (at === -1 && (!isNews || (ever.interval && ever.rule))) continue
      const { copy, copyable } = measureCopyability(events.slice(0, count).flat())
      ever.interval ||= copy.low > 0
      ever.rule ||= copyable
      if (at === -1) continue
      found.interval[at] = (found.interval[at] ?? 0) + (copy.low > 0 ? 1 : 0)
      found.rule[at] = (found.rule[at] ?? 0) + (copyable ? 1 : 0)
      found.everInterval[at] = (found.everInterval[at] ?? 0) + (ever.interval ? 1 : 0)
      found.everRule[at] = (found.everRule[at] ?? 0) + (ever.rule ? 1 : 0)
    }
  }
  return found
}

const print = (line: string): void => void process.stdout.write(`${line}\n`)
const cells = (counts: readonly number[]): string => counts.map(percent).join(' | ')

test.each(Object.entries(PRICES))(
  'whoever looks after every event up to the 300th gives leave to at most 2.5 % without an edge: %s',
  (name, priceOf) => {
    const { everInterval, everRule } = countFound(name, priceOf, 0, true)
    print(`| ${name} | ${cells(everInterval)} | ${cells(everRule)} |`)
    const worst = 0.025 + 3 * Math.sqrt((0.025 * 0.975) / RUNS)
    for (const count of everRule) expect(count / RUNS).toBeLessThanOrEqual(worst)
  },
  900_000,
)

test.each(Object.entries(PRICES))(
  'the power that this costs, by edge: %s',
  (name, priceOf) => {
    for (const edge of [0.03, 0.05, 0.1, 0.2, 0.3]) {
      const { interval, rule } = countFound(name, priceOf, edge, false)
      print(`| ${name} | ${edge} | ${cells(interval)} | ${cells(rule)} |`)
      for (const [at, count] of rule.entries()) expect(count).toBeLessThanOrEqual(interval[at] ?? 0)
    }
  },
  900_000,
)

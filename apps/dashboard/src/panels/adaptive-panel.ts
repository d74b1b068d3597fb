import type { DynamicStatsData } from '../../page-data.js'
import { element, fill } from '../dom/element.js'
import { facts, type Panel, section } from '../dom/panel.js'
import { tag } from '../dom/tag.js'
import { timeElement } from '../dom/time-element.js'
import { fixed } from '../format/money.js'
import { duration } from '../format/relative-time.js'
import { title } from '../format/words.js'

const MOST = 5
type Adjustment = DynamicStatsData['adaptive']['recent_adjustments'][number]

/** How thresholds stand and why they moved. */
export const createAdaptivePanel = (): Panel => {
  const body = element(
    'div',
    {},
    element('p', { class: 'empty' }, 'Waiting for the bot to answer.'),
  )
  return {
    element: section('Adaptive thresholds', null, body),
    update: ({ dynamic_stats: stats }, now) => {
      if (stats === undefined) return
      const { adaptive, cascade } = stats
      const recent = adaptive.recent_adjustments.slice(0, MOST)
      fill(
        body,
        element(
          'p',
          { class: 'state' },
          adaptive.emergency_mode
            ? tag('warn', `Emergency mode: all levels ×${fixed(adaptive.emergency_multiplier, 2)}`)
            : tag('good', 'Normal mode'),
        ),
        facts([
          ['Since the last trade', duration(adaptive.hours_since_trade * 3_600_000)],
          ['Adjustments', fixed(adaptive.total_adjustments)],
          ['Cascade', cascade.cascade_enabled ? 'on' : 'off'],
          ['Signals a scan', fixed(cascade.avg_signals_per_scan, 2)],
          [
            'Scans loosened',
            `${fixed(cascade.retries_needed)} (${fixed(cascade.threshold_reductions)} steps)`,
          ],
        ]),
        recent.length === 0
          ? element(
              'p',
              { class: 'empty' },
              'No adjustment yet: it takes ten closed trades of a strategy.',
            )
          : element('ul', { class: 'log' }, ...recent.map((each) => adjustment(each, now))),
      )
    },
  }
}

const adjustment = (each: Adjustment, now: number): HTMLElement =>
  element(
    'li',
    {},
    element('strong', {}, title(each.strategy)),
    ` ×${fixed(each.from, 2)} to ×${fixed(each.to, 2)}: ${each.because} `,
    each.rolledBack === true && tag('plain', 'rolled back'),
    element('span', { class: 'under' }, timeElement(each.at, now)),
  )

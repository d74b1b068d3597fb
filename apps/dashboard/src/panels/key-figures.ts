import { element, fill } from '../dom/element.js'
import { gainElement } from '../dom/money-element.js'
import type { Panel } from '../dom/panel.js'
import { timeElement } from '../dom/time-element.js'
import { fixed, usd } from '../format/money.js'
import { age, duration } from '../format/relative-time.js'
import { plural } from '../format/words.js'

/** The strip of figures that is read first. */
export const createKeyFigures = (): Panel => {
  const list = element('dl', { class: 'figures', 'aria-label': 'Key figures' })
  return {
    element: list,
    update: ({ status }, now) => {
      if (status === undefined) return
      const { scans, feed } = status
      const unpriced = status.unpricedPositions.length
      const tiles: readonly (readonly [string, string | Node, string | Node])[] = [
        [
          'Equity',
          usd(status.equityUsd),
          unpriced === 0 ? 'at the best bids' : `${plural(unpriced, 'position')} at cost: no bid`,
        ],
        ['Today', gainElement(status.pnlTodayUsd), 'since 00:00 UTC'],
        ['Cash', usd(status.cashUsd), `${plural(status.openOrders, 'open order')}`],
        ['Realised', gainElement(status.realisedUsd), `fees ${usd(status.feesUsd)}`],
        [
          'Positions',
          fixed(status.openPositions),
          `in ${plural(status.markets, 'market')} scanned`,
        ],
        [
          'Last scan',
          scans.lastAt === null ? 'none yet' : timeElement(scans.lastAt, now),
          `${fixed(scans.total)} so far, every ${scans.everySeconds} s`,
        ],
        ['Book age', age(feed.stalenessP50Ms), `99 % under ${age(feed.stalenessP99Ms)}`],
        ['Uptime', duration(now - status.startedAt), `version ${status.version}`],
      ]
      fill(
        list,
        ...tiles.map(([name, value, under]) =>
          element(
            'div',
            {},
            element('dt', {}, name),
            element('dd', { class: 'value' }, value),
            element('dd', { class: 'under' }, under),
          ),
        ),
      )
    },
  }
}

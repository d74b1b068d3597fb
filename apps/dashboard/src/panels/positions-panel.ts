import type { PositionData } from '../../page-data.js'
import { createTable } from '../dom/create-table.js'
import { element } from '../dom/element.js'
import { marketCell } from '../dom/market-cell.js'
import { gainElement } from '../dom/money-element.js'
import { type Panel, section } from '../dom/panel.js'
import { timeElement } from '../dom/time-element.js'
import { cents, fixed, usd } from '../format/money.js'
import { title } from '../format/words.js'
import { type GatheredPosition, gatherPositions } from './gather-positions.js'

/** What is held now. */
export const createPositionsPanel = (): Panel => {
  const count = element('span', { class: 'aside' })
  let everySeconds: number | undefined
  const table = createTable<GatheredPosition>({
    caption: 'Open positions',
    empty: 'No position yet. When a scan finds a trade that passes every limit, it appears here.',
    columns: [
      { head: 'Market', names: true, cell: (row) => marketCell(row.market, underMarket(row)) },
      { head: 'Shares', number: true, cell: sharesCell },
      { head: 'Paid', number: true, minor: true, cell: (row) => cents(row.averagePrice) },
      { head: 'Bid', number: true, cell: (row) => (row.bid === null ? 'none' : cents(row.bid)) },
      { head: 'Cost', number: true, minor: true, cell: (row) => usd(row.costUsd) },
      { head: 'Value', number: true, minor: true, cell: (row) => usd(row.valueUsd) },
      { head: 'Gain', number: true, cell: (row) => gainElement(row.pnlUsd) },
      {
        head: 'Opened',
        number: true,
        minor: true,
        cell: (row, now) => timeElement(row.openedAt, now),
      },
    ],
  })
  return {
    element: section('Open positions', count, table.element),
    update: ({ positions, status }, now) => {
      everySeconds = status?.scans.everySeconds ?? everySeconds
      const seconds = everySeconds === undefined ? '' : `: the bot scans every ${everySeconds} s`
      count.textContent =
        positions === undefined || positions.length > 0
          ? `${positions?.length ?? ''}`
          : `none${seconds}`
      table.update(positions === undefined ? undefined : gatherPositions(positions), now)
    },
  }
}

const underMarket = (row: GatheredPosition): string =>
  [row.outcome, title(row.strategy), partOf(row)].filter((text) => text !== '').join(' · ')

const partOf = ({ baskets }: GatheredPosition): string => {
  if (baskets === 0) return ''
  return baskets === 1 ? 'part of a basket' : `part of ${baskets} baskets`
}

/** Shares that the chain has not confirmed are said apart: they may still be undone. */
const sharesCell = (row: PositionData): Node => {
  const waiting = Number(row.provisionalShares)
  return element(
    'span',
    {},
    fixed(Number(row.shares), 1),
    waiting > 0 && element('span', { class: 'under' }, `${fixed(waiting, 1)} unconfirmed`),
  )
}

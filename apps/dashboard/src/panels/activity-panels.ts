import type { OpportunityData, SignalData, TradeData } from '../../page-data.js'
import { createTable } from '../dom/create-table.js'
import { element } from '../dom/element.js'
import { marketCell } from '../dom/market-cell.js'
import { type Panel, section } from '../dom/panel.js'
import { tag } from '../dom/tag.js'
import { timeElement } from '../dom/time-element.js'
import { cents, fixed, percent, usd } from '../format/money.js'
import { title, words } from '../format/words.js'

const MOST = 12

/** What became of it: sent, or the reason it was not. */
const becameTag = (became: string): HTMLElement =>
  became === 'sent' ? tag('good', 'sent') : tag('plain', words(became))

/** The newest signals and what became of each. */
export const createSignalsPanel = (): Panel => {
  const table = createTable<SignalData>({
    caption: 'Recent signals, newest first',
    most: MOST,
    empty:
      'No signal yet. Strategies speak when a market meets their levels; see "Why not" for what they saw.',
    columns: [
      { head: 'When', minor: true, cell: (row, now) => timeElement(row.at, now) },
      {
        head: 'Market',
        names: true,
        cell: (row) =>
          marketCell(
            row.market,
            `${title(row.strategy)} · ${row.because}`,
            `${row.side} ${row.outcome} to ${cents(row.limit)}`,
          ),
      },
      { head: 'Order', minor: true, cell: (row) => `${row.side} ${row.outcome}` },
      { head: 'Limit', number: true, minor: true, cell: (row) => cents(row.limit) },
      { head: 'Edge', number: true, minor: true, cell: (row) => cents(row.edgePerShare) },
      { head: 'Sure', number: true, minor: true, cell: (row) => percent(row.confidence) },
      { head: 'Became', cell: (row) => becameTag(row.became) },
    ],
  })
  return {
    element: section('Recent signals', null, table.element),
    update: ({ signals }, now) => table.update(signals, now),
  }
}

/** Arbitrage that was certified. */
export const createOpportunitiesPanel = (): Panel => {
  const today = element('span', { class: 'aside' })
  const table = createTable<OpportunityData>({
    caption: 'Arbitrage opportunities, newest first',
    most: MOST,
    empty:
      'No arbitrage yet. It must pay in every outcome after fees on books of one moment, which is rare.',
    columns: [
      { head: 'When', minor: true, cell: (row, now) => timeElement(row.at, now) },
      {
        head: 'Event',
        names: true,
        cell: (row) => marketCell(row.event, `${title(row.kind)} · ${row.because}`),
      },
      { head: 'Edge a share', number: true, cell: (row) => `${fixed(row.edgeCents, 2)}¢` },
      { head: 'Costs at most', number: true, minor: true, cell: (row) => usd(row.maxCostUsd) },
      { head: 'Worst case', number: true, minor: true, cell: (row) => usd(row.worstCaseUsd, true) },
      { head: 'Legs', number: true, minor: true, cell: (row) => fixed(row.legs) },
      { head: 'Became', cell: (row) => becameTag(row.became) },
    ],
  })
  return {
    element: section('Opportunities', today, table.element),
    update: ({ opportunities, dynamic_stats: stats }, now) => {
      if (stats !== undefined) {
        const { opportunities_found_today: found, min_edge_cents: least } = stats.arbitrage
        today.textContent = `${fixed(found)} today, from ${fixed(least, 1)}¢ a share`
      }
      table.update(opportunities, now)
    },
  }
}

/** Our own trades. */
export const createTradesPanel = (): Panel => {
  const table = createTable<TradeData>({
    caption: 'Recent trades, newest first',
    most: MOST,
    empty: 'No trade yet. Fills appear here with their price and fee.',
    columns: [
      { head: 'When', cell: (row, now) => timeElement(row.at, now) },
      {
        head: 'Market',
        names: true,
        cell: (row) => marketCell(row.market, title(row.strategy), `${row.side} ${row.outcome}`),
      },
      { head: 'Order', minor: true, cell: (row) => `${row.side} ${row.outcome}` },
      { head: 'Shares', number: true, cell: (row) => fixed(Number(row.shares), 1) },
      { head: 'Price', number: true, cell: (row) => cents(row.price) },
      { head: 'Amount', number: true, minor: true, cell: (row) => usd(row.notionalUsd) },
      { head: 'Fee', number: true, minor: true, cell: (row) => usd(row.feeUsd) },
    ],
  })
  return {
    element: section('Recent trades', null, table.element),
    update: ({ trades }, now) => table.update(trades, now),
  }
}

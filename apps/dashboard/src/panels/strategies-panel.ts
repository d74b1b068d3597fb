import type { StrategyData } from '../../page-data.js'
import { createTable } from '../dom/create-table.js'
import { element } from '../dom/element.js'
import { gainElement } from '../dom/money-element.js'
import { type Panel, section } from '../dom/panel.js'
import { tag } from '../dom/tag.js'
import { timeElement } from '../dom/time-element.js'
import { fixed, percent, plainNumber } from '../format/money.js'
import { plural, words } from '../format/words.js'

/** What each strategy did and asks for. */
export const createStrategiesPanel = (): Panel => {
  const table = createTable<StrategyData>({
    caption: 'Strategies with their results and levels',
    empty: 'No strategy is enabled. Set one of the ..._ENABLED settings.',
    columns: [
      { head: 'Strategy', names: true, cell: nameCell },
      { head: 'Signals', number: true, minor: true, cell: (row) => fixed(row.signals) },
      { head: 'Taken', number: true, cell: (row) => fixed(row.taken) },
      { head: 'Closed', number: true, minor: true, cell: (row) => fixed(row.closedTrades) },
      { head: 'Won', number: true, cell: (row) => percent(row.winRate) },
      { head: 'Realised', number: true, cell: (row) => gainElement(row.realisedUsd) },
      { head: 'Factor', number: true, minor: true, cell: (row) => `×${fixed(row.multiplier, 2)}` },
      { head: 'Levels asked of a signal', minor: true, cell: levelsCell },
    ],
  })
  return {
    element: section('Strategies', null, table.element),
    update: ({ strategies }, now) => table.update(strategies, now),
  }
}

const nameCell = (row: StrategyData, now: number): Node =>
  element(
    'span',
    { class: 'market' },
    element('span', { class: 'question' }, row.title),
    element('span', { class: 'under' }, `${row.priority} priority`),
    row.benchedUntil !== null &&
      row.benchedUntil > now &&
      element(
        'span',
        { class: 'under' },
        tag('warn', 'benched'),
        ' back ',
        timeElement(row.benchedUntil, now),
      ),
    row.failures > 0 &&
      element('span', { class: 'under' }, tag('bad', plural(row.failures, 'failure'))),
  )

const levelsCell = (row: StrategyData): Node =>
  element(
    'ul',
    { class: 'levels' },
    ...row.thresholds.map(({ name, level, default: usual, floor, unit }) =>
      element(
        'li',
        {},
        `${words(name)} ${plainNumber(level)}${unit === '' ? '' : ` ${unit}`} `,
        element(
          'span',
          { class: 'under' },
          level === usual
            ? `floor ${plainNumber(floor)}`
            : `usually ${plainNumber(usual)}, floor ${plainNumber(floor)}`,
        ),
      ),
    ),
    row.thresholds.length === 0 && element('li', { class: 'under' }, 'none declared'),
  )

import type { SourceData, StatusData } from '../../page-data.js'
import { createTable } from '../dom/create-table.js'
import { element } from '../dom/element.js'
import { type Panel, section } from '../dom/panel.js'
import { type Tone, tag } from '../dom/tag.js'
import { timeElement } from '../dom/time-element.js'
import { fixed, percent } from '../format/money.js'
import { words } from '../format/words.js'

type SourceRow = SourceData & Readonly<{ name: string }>
type ComponentRow = StatusData['components'][number]

const SOURCE_TONES: Readonly<Record<string, Tone>> = {
  healthy: 'good',
  degraded: 'warn',
  down: 'bad',
}
const COMPONENT_TONES: Readonly<Record<ComponentRow['state'], Tone>> = {
  running: 'good',
  failed: 'bad',
  off: 'plain',
}

/** Where data comes from and how well that goes. */
export const createSourcesPanel = (): Panel => {
  const table = createTable<SourceRow>({
    caption: 'Data sources and their health',
    empty: 'No source was asked yet.',
    columns: [
      { head: 'Source', names: true, cell: (row) => row.name },
      { head: 'State', cell: (row) => tag(SOURCE_TONES[row.status] ?? 'plain', words(row.status)) },
      {
        head: 'Success',
        number: true,
        cell: (row) => (row.total_requests === 0 ? '–' : percent(row.success_rate, 1)),
      },
      { head: 'Asked', number: true, cell: (row) => fixed(row.total_requests) },
      {
        head: 'Last',
        number: true,
        cell: (row, now) =>
          row.last_try === null ? 'never' : timeElement(Date.parse(row.last_try), now),
      },
    ],
  })
  return {
    element: section('Data sources', null, table.element),
    update: ({ status }, now) => {
      const sources = Object.entries(status?.sources ?? {})
      table.update(status && sources.map(([name, source]) => ({ name, ...source })), now)
    },
  }
}

/** What the bot consists of and what of it runs. */
export const createComponentsPanel = (): Panel => {
  const table = createTable<ComponentRow>({
    caption: 'Components and their state',
    empty: 'No component reported yet.',
    columns: [
      {
        head: 'Component',
        names: true,
        cell: (row) =>
          element(
            'span',
            { class: 'market' },
            element('span', { class: 'question' }, row.name),
            row.detail !== '' && element('span', { class: 'under' }, row.detail),
          ),
      },
      { head: 'State', cell: (row) => tag(COMPONENT_TONES[row.state] ?? 'plain', row.state) },
    ],
  })
  return {
    element: section('Components', null, table.element),
    update: ({ status }, now) => table.update(status?.components, now),
  }
}

import { element, fill } from '../dom/element.js'
import { type Panel, section } from '../dom/panel.js'
import { fixed } from '../format/money.js'
import { title, words } from '../format/words.js'
import { type FunnelStep, readFunnel } from './read-funnel.js'

/** How many got how far, and why the others did not. */
export const createFunnelPanel = (): Panel => {
  const body = element('tbody')
  const note = element('p', { class: 'empty' }, 'Waiting for the bot to answer.')
  const table = element(
    'table',
    { class: 'funnel', hidden: true },
    element(
      'caption',
      { class: 'sr' },
      'Steps from detected to settled, with the reasons at each drop',
    ),
    element(
      'thead',
      { class: 'sr' },
      element(
        'tr',
        {},
        element('th', { scope: 'col' }, 'Step'),
        element('th', { scope: 'col' }, 'Count'),
      ),
    ),
    body,
  )
  let drawn = ''
  return {
    element: section(
      'Why not',
      element('span', { class: 'aside' }, 'since the start'),
      table,
      note,
    ),
    update: ({ funnel }) => {
      const key = JSON.stringify(funnel) ?? ''
      if (funnel === undefined || key === drawn) return
      drawn = key
      const steps = readFunnel(funnel)
      const widest = Math.max(...steps.map(({ count }) => count), 0)
      table.hidden = widest === 0
      note.hidden = widest > 0
      note.textContent =
        'Nothing detected yet. Each signal and opportunity is counted here, with the reason where it ended.'
      fill(body, ...steps.flatMap((step) => rows(step, widest)))
    },
  }
}

const rows = (
  { name, count, reasons, more }: FunnelStep,
  widest: number,
): readonly HTMLElement[] => [
  element(
    'tr',
    { class: 'step' },
    element('th', { scope: 'row' }, title(name), bar(count, widest)),
    element('td', { class: 'number' }, fixed(count)),
  ),
  ...reasons.map(({ reason, by, count: times }) => reasonRow(words(reason), by, times)),
  ...(more.reasons === 0 ? [] : [reasonRow(`${fixed(more.reasons)} more reasons`, '', more.count)]),
]

const reasonRow = (reason: string, by: string, count: number): HTMLElement =>
  element(
    'tr',
    { class: 'reason' },
    element('th', { scope: 'row' }, 'not: ', element('span', {}, reason), by !== '' && ` (${by})`),
    element('td', { class: 'number' }, fixed(count)),
  )

const bar = (count: number, widest: number): HTMLElement => {
  const inner = element('span', { class: 'bar' })
  inner.style.width = `${widest === 0 ? 0 : (count / widest) * 100}%`
  return element('span', { class: 'track', 'aria-hidden': 'true' }, inner)
}

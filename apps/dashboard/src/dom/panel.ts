import type { PageData } from '../../page-data.js'
import { type Child, element } from './element.js'

/** A part of the page. `update` gets everything known and the bot's time. */
export type Panel = Readonly<{
  element: HTMLElement
  update: (data: PageData, now: number) => void
}>

/** Makes a titled section. `aside` is a place on its title line. */
export const section = (
  title: string,
  aside: Child,
  ...children: readonly Child[]
): HTMLElement => {
  const id = `panel-${title.toLowerCase().replaceAll(/[^a-z]+/g, '-')}`
  return element(
    'section',
    { class: 'panel', 'aria-labelledby': id },
    element('header', {}, element('h2', { id }, title), aside),
    ...children,
  )
}

/** Makes a list of names and values. */
export const facts = (rows: readonly (readonly [string, Child])[]): HTMLElement =>
  element(
    'dl',
    { class: 'facts' },
    ...rows.map(([name, value]) =>
      element('div', {}, element('dt', {}, name), element('dd', {}, value)),
    ),
  )

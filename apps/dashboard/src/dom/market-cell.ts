import { element } from './element.js'

/**
 * Makes the cell that names a market: the question, and under it what qualifies it. `narrow` is what a narrow screen
 * has no column for.
 */
export const marketCell = (question: string, under: string, narrow?: string): HTMLElement =>
  element(
    'span',
    { class: 'market', title: question },
    element('span', { class: 'question' }, question),
    narrow !== undefined && element('span', { class: 'only-narrow' }, narrow),
    element('span', { class: 'under' }, under),
  )

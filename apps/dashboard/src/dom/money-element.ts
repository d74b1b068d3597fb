import { toneOf, usd } from '../format/money.js'
import { element } from './element.js'

/** Makes a gain or loss: its sign is written, its colour repeats it. */
export const gainElement = (value: string | number): HTMLElement =>
  element('span', { class: toneOf(Number(value)) }, usd(value, true))

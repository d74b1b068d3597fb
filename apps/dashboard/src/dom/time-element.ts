import { relativeTime } from '../format/relative-time.js'
import { element } from './element.js'

const SELECTOR = 'time[data-at]'

/** Makes a time that reads "12 s ago" and keeps itself true; the exact time is its tooltip. */
export const timeElement = (at: number, now: number): HTMLTimeElement =>
  element(
    'time',
    { datetime: new Date(at).toISOString(), 'data-at': at, title: new Date(at).toLocaleString() },
    relativeTime(at, now),
  )

/** Brings every relative time of the page up to date. */
export const refreshTimes = (root: ParentNode, now: number): void => {
  for (const time of root.querySelectorAll<HTMLTimeElement>(SELECTOR)) {
    const text = relativeTime(Number(time.dataset['at']), now)
    if (time.textContent !== text) time.textContent = text
  }
}

import { element, fill } from '../dom/element.js'
import { facts, type Panel, section } from '../dom/panel.js'
import { tag } from '../dom/tag.js'
import { timeElement } from '../dom/time-element.js'
import { fixed, plainNumber, usd } from '../format/money.js'
import { words } from '../format/words.js'
import { type Risk, readRisk } from './read-risk.js'

const BLOCKS: Readonly<Record<string, string>> = {
  killed: 'Killed by a person. Entries stay off until someone resumes.',
  paused: 'Paused by a person. Exits go on; entries wait for Resume.',
  'daily-loss-limit': 'The daily loss limit is reached. Entries are off until 00:00 UTC or Resume.',
  'loss-streak-pause': 'Too many losses in a row. Entries pause',
}

/** Whether entries are allowed and how much of each limit is used. */
export const createRiskPanel = (): Panel => {
  const body = element(
    'div',
    {},
    element('p', { class: 'empty' }, 'Waiting for the bot to answer.'),
  )
  return {
    element: section('Risk', null, body),
    update: ({ status }, now) => {
      if (status === undefined) return
      const risk = readRisk(status.risk)
      fill(
        body,
        stateLine(risk, now),
        element('ul', { class: 'meters' }, ...risk.used.map(meter)),
        facts([
          ...(risk.atRisk === undefined ? [] : [['At risk now', usd(risk.atRisk)] as const]),
          ...risk.each.map(({ name, value, money }) => [name, amount(value, money)] as const),
        ]),
        risk.unknownOrders > 0 &&
          element(
            'p',
            {},
            tag('warn', `${fixed(risk.unknownOrders)} orders without an answer yet`),
          ),
      )
    },
  }
}

const amount = (value: number, money: boolean): string => (money ? usd(value) : plainNumber(value))

const stateLine = ({ blocked, pausedUntil }: Risk, now: number): HTMLElement => {
  if (blocked === undefined || blocked === 'no') {
    return element('p', { class: 'state' }, tag('good', 'Entries allowed'))
  }
  const until = blocked === 'loss-streak-pause' && pausedUntil !== undefined
  return element(
    'p',
    { class: 'state' },
    tag(blocked === 'paused' ? 'warn' : 'bad', words(blocked)),
    ' ',
    BLOCKS[blocked] ?? 'Entries are off.',
    until && ' until ',
    until && timeElement(pausedUntil, now),
  )
}

const meter = ({ name, used, limit, money }: Risk['used'][number]): HTMLElement => {
  const part = limit <= 0 ? 1 : Math.min(1, used / limit)
  const bar = element('span', { class: `bar ${part >= 1 ? 'bad' : part >= 0.75 ? 'warn' : ''}` })
  bar.style.width = `${part * 100}%`
  return element(
    'li',
    {},
    element('span', {}, name),
    element('span', { class: 'number' }, `${amount(used, money)} of ${amount(limit, money)}`),
    element('span', { class: 'track', 'aria-hidden': 'true' }, bar),
  )
}

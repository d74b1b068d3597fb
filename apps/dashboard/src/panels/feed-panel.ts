import type { FeedData, FeedMode } from '../../page-data.js'
import { element, fill } from '../dom/element.js'
import { facts, type Panel, section } from '../dom/panel.js'
import { type Tone, tag } from '../dom/tag.js'
import { fixed } from '../format/money.js'
import { age, duration } from '../format/relative-time.js'
import { words } from '../format/words.js'

const MODES: readonly (readonly [FeedMode, string, Tone])[] = [
  ['live', 'Streamed', 'good'],
  ['stale', 'Stale', 'warn'],
  ['polling-fast', 'Polled fast', 'warn'],
  ['polling-slow', 'Polled slowly', 'warn'],
  ['down', 'Down', 'bad'],
]

/** How books reach the bot and how old they are. */
export const createFeedPanel = (): Panel => {
  const body = element(
    'div',
    {},
    element('p', { class: 'empty' }, 'Waiting for the bot to answer.'),
  )
  return {
    element: section('Feed', null, body),
    update: ({ status }) => {
      if (status === undefined) return
      const { feed } = status
      const total = MODES.reduce((sum, [mode]) => sum + (feed.tokens[mode] ?? 0), 0)
      fill(
        body,
        total === 0 && element('p', { class: 'empty' }, 'No book is watched yet.'),
        total > 0 && stackedBar(feed, total),
        element(
          'ul',
          { class: 'modes' },
          ...MODES.map(([mode, name, tone]) => {
            const count = feed.tokens[mode] ?? 0
            return element('li', {}, tag(count === 0 ? 'plain' : tone, name), fixed(count))
          }),
        ),
        facts([
          ['Age, half are under', age(feed.stalenessP50Ms)],
          ['Age, 99 % are under', age(feed.stalenessP99Ms)],
          ['Messages', fixed(feed.messages)],
          ['Reconnects', fixed(feed.reconnects)],
          ['Gaps, all tokens', duration(feed.gapSeconds * 1000)],
          ['Refused parts', rejectedText(feed)],
        ]),
      )
    },
  }
}

const stackedBar = (feed: FeedData, total: number): HTMLElement =>
  element(
    'span',
    { class: 'track thick', 'aria-hidden': 'true' },
    ...MODES.map(([mode, , tone]) => {
      const part = element('span', { class: `bar ${tone}` })
      part.style.width = `${((feed.tokens[mode] ?? 0) / total) * 100}%`
      return part
    }),
  )

const rejectedText = ({ rejected }: FeedData): string => {
  const reasons = Object.entries(rejected).toSorted(([, one], [, other]) => other - one)
  if (reasons.length === 0) return 'none'
  return reasons.map(([reason, count]) => `${words(reason)} ${fixed(count)}`).join(', ')
}

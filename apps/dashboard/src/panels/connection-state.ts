import type { Connection } from '../data/connect.js'
import { element, fill } from '../dom/element.js'
import { type Tone, tag } from '../dom/tag.js'
import { timeElement } from '../dom/time-element.js'

const STATES: Readonly<Record<Connection, readonly [Tone, string]>> = {
  connecting: ['plain', 'Connecting'],
  live: ['good', 'Connected'],
  polling: ['warn', 'Stream lost, asking every 5 s'],
  lost: ['bad', 'No answer from the bot, trying again'],
  denied: ['bad', 'The bot asks for its token'],
}

/** Says how the page stands with the bot (never "live": that is a way to trade), and how old what it shows is when nothing comes. */
export const createConnectionState = (): Readonly<{
  element: HTMLElement
  update: (connection: Connection, lastData: number | undefined, now: number) => void
}> => {
  const place = element('p', { class: 'connection', role: 'status' })
  let drawn = ''
  return {
    element: place,
    update: (connection, lastData, now) => {
      const old = connection === 'lost' || connection === 'denied' ? lastData : undefined
      const key = `${connection} ${old}`
      if (key === drawn) return
      drawn = key
      const [tone, text] = STATES[connection]
      fill(
        place,
        tag(tone, text),
        old !== undefined && ' · data of ',
        old !== undefined && timeElement(old, now),
      )
    },
  }
}

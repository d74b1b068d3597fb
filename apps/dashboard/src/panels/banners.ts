import type { PageData, StatusData } from '../../page-data.js'
import { element, fill } from '../dom/element.js'
import type { Panel } from '../dom/panel.js'

type Banner = Readonly<{ kind: string; head: string; text: string }>

/** What must not be overlooked: what the money is, a halt, and why the bot is not well. */
export const createBanners = (): Panel => {
  const place = element('div', { class: 'banners' })
  let drawn = ''
  return {
    element: place,
    update: (data) => {
      const banners = bannersOf(data)
      const key = JSON.stringify(banners)
      if (key === drawn) return
      drawn = key
      fill(
        place,
        ...banners.map(({ kind, head, text }) =>
          element(
            'p',
            { class: `banner ${kind}`, role: kind === 'halted' ? 'alert' : undefined },
            element('strong', {}, head),
            ' ',
            text,
          ),
        ),
      )
    },
  }
}

/** Returns the banners in the order in which they are shown. */
export const bannersOf = ({ status, health }: PageData): readonly Banner[] => {
  const banners: Banner[] = []
  if (status !== undefined) banners.push(moneyBanner(status))
  if (status !== undefined && status.halted !== null) {
    banners.push({
      kind: 'halted',
      head: 'HALTED',
      text: `Nothing is traded: ${status.halted}. Restart the bot once the cause is gone.`,
    })
  }
  if (health !== undefined && !health.ok) {
    const why = health.reasons.length === 0 ? 'no reason given' : health.reasons.join('; ')
    banners.push({ kind: 'unwell', head: 'NOT HEALTHY', text: why })
  }
  return banners
}

const moneyBanner = ({ mode, venue }: StatusData): Banner => {
  if (venue.simulated) {
    return {
      kind: 'simulated',
      head: 'SIMULATED',
      text: `${venue.label}. Prices, fills and money are made up.`,
    }
  }
  return mode === 'paper'
    ? {
        kind: 'paper',
        head: 'PAPER',
        text: `${venue.label}. Real prices; fills and money are not.`,
      }
    : { kind: 'live', head: 'LIVE', text: `${venue.label}. Orders cost real money.` }
}

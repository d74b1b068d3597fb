import type { SignalRow, TradeRow } from '../stats/activity.js'
import type { StatusReport } from '../stats/stats-source.js'

/** Something that a person wants to hear of. */
export type Alert =
  | Readonly<{ kind: 'entry'; trade: TradeRow }>
  | Readonly<{ kind: 'exit'; trade: TradeRow }>
  | Readonly<{ kind: 'signal'; signal: SignalRow }>
  | Readonly<{ kind: 'summary'; status: StatusReport }>
  | Readonly<{ kind: 'notice'; text: string }>

/** Longest text of one alert: a market's question has no limit of its own. */
const MOST_CHARACTERS = 900

/** Writes an alert as plain text. `label` says what the money is: a simulated trade must never look like a real one. */
export const alertText = (alert: Alert, label: string): string => {
  const text = `[${label}] ${bodyOf(alert)}`
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 1)}…`
}

const bodyOf = (alert: Alert): string => {
  switch (alert.kind) {
    case 'entry':
      return `Bought ${tradeText(alert.trade)}`
    case 'exit':
      return `Sold ${tradeText(alert.trade)}`
    case 'signal':
      return signalText(alert.signal)
    case 'summary':
      return summaryText(alert.status)
    case 'notice':
      return alert.text
  }
}

const tradeText = (trade: TradeRow): string =>
  `${trade.shares} ${trade.outcome} at ${cents(trade.price)} ($${trade.notionalUsd}, fee $${trade.feeUsd})\n${trade.market}\n${trade.strategy}`

const signalText = (signal: SignalRow): string =>
  `Signal: ${signal.side} ${signal.outcome} to ${cents(signal.limit)}, confidence ${Math.round(signal.confidence * 100)} %\n${signal.market}\n${signal.strategy}: ${signal.because}\nOutcome: ${signal.became}`

const summaryText = (status: StatusReport): string =>
  [
    `Summary: equity $${status.equityUsd}, cash $${status.cashUsd}`,
    `Today $${status.pnlTodayUsd}, realised $${status.realisedUsd}, fees $${status.feesUsd}`,
    `${status.openPositions} open positions, ${status.openOrders} open orders, ${status.scans.total} scans`,
    ...(status.halted === null ? [] : [`HALTED: ${status.halted}`]),
  ].join('\n')

const cents = (price: number | null): string =>
  price === null ? 'an unknown price' : `${(price * 100).toFixed(1)} ¢`

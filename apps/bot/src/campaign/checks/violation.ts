import type { TimeMs } from '@bot/core'

/** Something that must never happen, and did. */
export type Violation = Readonly<{ rule: Rule; at: TimeMs; detail: string }>

/** What must hold in every scenario. */
export type Rule =
  /** What is posted was journalled, signed and durable before. */
  | 'sent-before-durable'
  | 'order-sent-twice'
  | 'fill-lost'
  | 'fill-invented'
  | 'fill-differs'
  | 'cash-differs'
  | 'shares-differ'
  | 'fills-not-settled'
  | 'limit-exceeded'
  | 'leg-sent-twice'
  /** What a basket has, spent or says at its end is not what its fills and actions left. */
  | 'basket-differs'
  | 'basket-left-open'
  | 'actions-differ'
  | 'orders-left-open'
  | 'journal-broken'
  | 'replay-differs'
  | 'not-recovered'
  | 'did-not-stop'
  | 'halted-itself'
  | 'unhandled-rejection'

/** Takes note of a violation. */
export type Report = (rule: Rule, detail: string) => void

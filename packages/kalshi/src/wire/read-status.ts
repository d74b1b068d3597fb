/** Where a market stands, whatever the contract calls it. Only an `active` one has quotes. */
export type KalshiStatus = 'unopened' | 'active' | 'paused' | 'closed' | 'settled'

const STATUSES: Readonly<Record<string, KalshiStatus>> = {
  initialized: 'unopened',
  unopened: 'unopened',
  active: 'active',
  open: 'active',
  inactive: 'paused',
  paused: 'paused',
  closed: 'closed',
  determined: 'closed',
  disputed: 'closed',
  amended: 'closed',
  settled: 'settled',
  finalized: 'settled',
}

/** Reads a status; `undefined` for one that is not known. */
export const readStatus = (value: string): KalshiStatus | undefined =>
  Object.hasOwn(STATUSES, value) ? STATUSES[value] : undefined

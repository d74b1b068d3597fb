/** Whether doing it again is safe. */
export type Retry = 'never' | 'safe' | 'unknown-outcome'

/** The name of a failure class; each has an anchor of the same name in `docs/errors.md`. */
export type ErrorCode =
  | 'invalid-number'
  | 'invalid-argument'
  | 'invalid-config'
  | 'invalid-strategy'
  | 'invalid-input-file'
  | 'unexpected-response'
  | 'request-failed'
  | 'request-timed-out'
  | 'request-refused'
  | 'rate-limited'
  | 'submit-outcome-unknown'
  | 'order-transition-refused'
  | 'ledger-inconsistent'
  | 'journal-locked'
  | 'journal-corrupt'
  | 'journal-write-failed'
  | 'port-in-use'
  | 'no-data'
  | 'aborted'
  | 'contract-broken'

/**
 * Every class of failure that the toolkit names, with whether doing it again is safe.
 *
 * `never`: the same call fails again until something else changes. `safe`: a read or an idempotent act.
 * `unknown-outcome`: it may have taken effect; look it up by its id before anything else.
 */
export const ERROR_CODES: Readonly<Record<ErrorCode, Retry>> = {
  'invalid-number': 'never',
  'invalid-argument': 'never',
  'invalid-config': 'never',
  'invalid-strategy': 'never',
  'invalid-input-file': 'never',
  'unexpected-response': 'safe',
  'request-failed': 'safe',
  'request-timed-out': 'safe',
  'request-refused': 'never',
  'rate-limited': 'safe',
  'submit-outcome-unknown': 'unknown-outcome',
  'order-transition-refused': 'never',
  'ledger-inconsistent': 'never',
  'journal-locked': 'never',
  'journal-corrupt': 'never',
  'journal-write-failed': 'never',
  'port-in-use': 'never',
  'no-data': 'safe',
  aborted: 'never',
  'contract-broken': 'never',
}

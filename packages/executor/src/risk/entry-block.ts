/**
 * Why no entry is allowed now. Exits and baskets under way go on.
 *
 * `foreign-activity`: somebody else acts for the account, or we lost something. `order-error-rate`: too many orders go
 * wrong. `stale-feed`: too many books are not fresh.
 */
export type EntryBlock =
  | 'killed'
  | 'daily-loss-limit'
  | 'foreign-activity'
  | 'paused'
  | 'order-error-rate'
  | 'stale-feed'
  | 'loss-streak-pause'

/**
 * Where a fault strikes: one host, the requests that place and cancel orders (`order`), both sockets (`ws`) or one of
 * them, or the venue as a whole.
 */
export type FaultScope =
  | 'gamma'
  | 'clob'
  | 'data'
  | 'order'
  | 'ws'
  | 'ws-market'
  | 'ws-user'
  | 'venue'

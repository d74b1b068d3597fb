import type { FaultScope } from './fault-scope.js'

/** What a kind of fault does, where it may strike (the first is the default if it is the only one), and what it takes. */
export type FaultRule = Readonly<{
  scopes: readonly FaultScope[]
  /** Parameters besides `kind`, `scope`, `probability`, `count`, `forMs`, `after` and `afterMs`. */
  takes: readonly string[]
  does: string
}>

/** The kinds of faults. */
export type FaultKind =
  | 'refused'
  | 'restart'
  | 'reset'
  | 'no-answer'
  | 'half-open'
  | 'stall'
  | 'late-effect'
  | 'slow-body'
  | 'truncated-body'
  | 'wrong-json'
  | 'rate-limited'
  | 'server-error'
  | 'server-error-after'
  | 'lost-answer'
  | 'engine-restarting'
  | 'post-only-mode'
  | 'disconnect'
  | 'slow-consumer'
  | 'silence'
  | 'silent-subscription'
  | 'lost-frames'
  | 'duplicate-frames'
  | 'reordered-frames'
  | 'missing-level'
  | 'missing-resolution'
  | 'matcher-lag'
  | 'phantom-balance'
  | 'failed-settlement'
  | 'retried-settlement'
  | 'clock-skew'
  | 'tick-change'
  | 'trading-mode'

const REQUESTS = ['gamma', 'clob', 'data', 'order'] as const
const SOCKETS = ['ws', 'ws-market', 'ws-user'] as const
const MARKETS = ['ws', 'ws-market'] as const
const VENUE = ['venue'] as const
const ANY = [...VENUE, ...REQUESTS, ...SOCKETS] as const

/** Every kind of fault. */
export const FAULT_KINDS: Readonly<Record<FaultKind, FaultRule>> = {
  refused: {
    scopes: ANY,
    takes: [],
    does: 'new connections are refused for forMs (default 2000); open ones live on',
  },
  restart: { scopes: ANY, takes: [], does: 'every connection is cut, then as refused' },
  reset: {
    scopes: [...REQUESTS, ...SOCKETS],
    takes: ['path'],
    does: 'the connection is cut on arrival; nothing took effect',
  },
  'no-answer': {
    scopes: REQUESTS,
    takes: ['path'],
    does: 'read and never answered; nothing took effect',
  },
  'half-open': {
    scopes: [...REQUESTS, ...SOCKETS],
    takes: ['path'],
    does: 'a request: as no-answer; a socket: nothing comes out, no PONG, no close, and nothing is read',
  },
  stall: {
    scopes: [...REQUESTS, ...SOCKETS],
    takes: ['path', 'token', 'delayMs'],
    does: 'a request takes effect at once, its answer comes delayMs (default 5000) late; a frame comes delayMs (default 1000) late',
  },
  'late-effect': {
    scopes: REQUESTS,
    takes: ['path', 'delayMs'],
    does: 'cut at once; it takes effect delayMs (default 5000) later',
  },
  'slow-body': {
    scopes: REQUESTS,
    takes: ['path', 'delayMs'],
    does: 'the body comes in pieces over delayMs (default 5000)',
  },
  'truncated-body': {
    scopes: REQUESTS,
    takes: ['path'],
    does: 'half of the promised body comes, then the connection is cut',
  },
  'wrong-json': {
    scopes: [...REQUESTS, ...SOCKETS],
    takes: ['path', 'token'],
    does: 'an HTML page instead of JSON; half a frame',
  },
  'rate-limited': {
    scopes: REQUESTS,
    takes: ['path', 'retryAfterSeconds'],
    does: '429, with Retry-After when retryAfterSeconds is given',
  },
  'server-error': {
    scopes: REQUESTS,
    takes: ['path', 'status', 'retryAfterSeconds'],
    does: 'status (default 500) before it took effect',
  },
  'server-error-after': {
    scopes: REQUESTS,
    takes: ['path', 'status'],
    does: 'it took effect, then status (default 500)',
  },
  'lost-answer': {
    scopes: REQUESTS,
    takes: ['path'],
    does: 'it took effect, then the connection is cut without an answer',
  },
  'engine-restarting': { scopes: REQUESTS, takes: ['path'], does: '425 for the request alone' },
  'post-only-mode': {
    scopes: REQUESTS,
    takes: ['path', 'retryAfterSeconds'],
    does: '503 post_only_mode for the request alone',
  },
  disconnect: {
    scopes: SOCKETS,
    takes: ['token'],
    does: 'cut at the next frame, without a close frame',
  },
  'slow-consumer': {
    scopes: SOCKETS,
    takes: ['token'],
    does: 'closed with 1013 at the next frame',
  },
  silence: {
    scopes: SOCKETS,
    takes: ['token'],
    does: 'no data (with token: of that token) while the fault lasts; PONG lives',
  },
  'silent-subscription': {
    scopes: MARKETS,
    takes: ['token'],
    does: 'a token that is subscribed to is never told of, until it is unsubscribed from and subscribed to anew',
  },
  'lost-frames': { scopes: SOCKETS, takes: ['token'], does: 'the frame is not sent' },
  'duplicate-frames': { scopes: SOCKETS, takes: ['token'], does: 'the frame is sent twice' },
  'reordered-frames': {
    scopes: SOCKETS,
    takes: ['token', 'delayMs'],
    does: 'the frame is sent after the next one, or after delayMs (default 1000) when none comes',
  },
  'missing-level': {
    scopes: [...VENUE, ...MARKETS],
    takes: ['market', 'told'],
    does: 'a changed level of a book is not told (told: not, the default) or told with a wrong size (told: wrong)',
  },
  'missing-resolution': {
    scopes: [...VENUE, ...MARKETS],
    takes: ['market'],
    does: 'market_resolved is never sent',
  },
  'matcher-lag': {
    scopes: VENUE,
    takes: ['market', 'owner', 'delayMs'],
    does: 'a crossing order rests unmatched for delayMs (default 1000)',
  },
  'phantom-balance': {
    scopes: VENUE,
    takes: ['market', 'owner'],
    does: 'an order is refused with "not enough balance" although there is enough',
  },
  'failed-settlement': {
    scopes: VENUE,
    takes: ['market', 'owner'],
    does: 'a matched trade is retried, fails and is undone',
  },
  'retried-settlement': {
    scopes: VENUE,
    takes: ['market', 'owner'],
    does: 'a matched trade is retried once, then mined',
  },
  'clock-skew': {
    scopes: VENUE,
    takes: ['skewMs'],
    does: 'the venue states a time that is skewMs off',
  },
  'tick-change': {
    scopes: VENUE,
    takes: ['market', 'tick'],
    does: 'the tick of market becomes tick',
  },
  'trading-mode': {
    scopes: VENUE,
    takes: ['mode'],
    does: 'the whole venue is in mode; restarting (425) is followed by two minutes of post-only',
  },
}

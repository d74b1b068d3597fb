import { refuse, type VenueAnswer } from '../http/venue-answer.js'
import type { ServerContext } from '../server-context.js'

/** What non-post-only orders are told in post-only mode. */
export const POST_ONLY_TEXT = 'post-only mode: only post-only orders and cancels are allowed'

/** Refuses a request about orders that the venue's mode does not take, whatever is in it. */
export const gate = (
  { tradingMode }: Pick<ServerContext, 'tradingMode'>,
  request: 'place' | 'cancel',
): VenueAnswer | undefined => {
  const { mode } = tradingMode.current()
  if (mode === 'restarting') return refuse(425, 'matching engine is restarting')
  if (mode === 'disabled') {
    return refuse(503, 'Trading is currently disabled. Check polymarket.com for updates')
  }
  return mode === 'cancel-only' && request === 'place'
    ? refuse(
        503,
        'Trading is currently cancel-only. New orders are not accepted, but cancels are allowed.',
      )
    : undefined
}

/** Tells how many seconds post-only mode still lasts; `undefined` when the venue is in another mode. */
export const postOnlySeconds = ({
  tradingMode,
  exchange,
  rules,
}: Pick<ServerContext, 'tradingMode' | 'exchange' | 'rules'>): number | undefined => {
  const { mode, until } = tradingMode.current()
  if (mode !== 'post-only') return undefined
  const leftMs = until === undefined ? rules.postOnlyMs : until - exchange.actualNow()
  return Math.max(1, Math.ceil(leftMs / 1000))
}

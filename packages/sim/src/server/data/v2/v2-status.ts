import { isoTime } from '../../gamma/gamma-time.js'
import { answer, type VenueAnswer } from '../../http/venue-answer.js'
import type { ServerContext } from '../../server-context.js'
import { simulatedBlock } from '../simulated-block.js'

const MECHANISMS = ['activity_feed', 'custody_balances', 'pnl'] as const

/** Answers `/v2/status`: how late everything public is. */
export const statusV2 = (context: ServerContext): VenueAnswer => {
  const { exchange, rules } = context
  const now = exchange.now()
  const age = Math.floor(rules.publicLagMs / 1000)
  const block = simulatedBlock(Math.floor((now - rules.publicLagMs) / 1000))
  const mechanisms = MECHANISMS.map((name) => ({ name, age_seconds: age, blocks_behind: 0 }))
  return answer({
    data: {
      computed_at: isoTime(now),
      age_seconds: 0,
      serving: { lag_seconds: age, worst: MECHANISMS[0], mechanisms },
      ingestion: {
        cursors: 1,
        chain_id: rules.chainId,
        network: 'polygon',
        max_synced_block: block,
        min_synced_block: block,
        most_lagged: null,
        lagging: [],
      },
    },
  })
}

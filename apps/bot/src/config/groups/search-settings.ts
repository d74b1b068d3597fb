import { listSetting, numberSetting, switchSetting, textSetting } from '../setting.js'
import { count } from './bounds.js'

/** How opportunities are looked for. */
export const searchSettings = {
  scanIntervalSeconds: numberSetting('SCAN_INTERVAL_SECONDS', 30, { min: 1, max: 1800 }, [
    'Seconds between scans of all markets.',
    'never above 30 minutes',
  ]),
  maxSignalsPerScan: numberSetting('MAX_SIGNALS_PER_SCAN', 5, count(1, 1000), [
    'Most signals taken in one scan.',
    'the cascade stops there',
  ]),
  cascadeEnabled: switchSetting('CASCADE_ENABLED', true, [
    'Run strategies in priority order with bounded loosening.',
    'off: strategies run plainly',
  ]),
  cascadeThresholdDecay: numberSetting('CASCADE_THRESHOLD_DECAY', 0.8, { min: 0.1, max: 0.99 }, [
    'Factor of one loosening step.',
    'applied when a scan found nothing; floors hold',
  ]),
  cascadeMaxRetries: numberSetting('CASCADE_MAX_RETRIES', 3, count(0, 20), [
    'Most loosening steps in one scan.',
    'floors hold',
  ]),
  arbEnabled: switchSetting('ARB_ENABLED', true, [
    'Look for arbitrage.',
    'off: no certificates, no baskets',
  ]),
  arbMinEdgeCents: numberSetting('ARB_MIN_EDGE_CENTS', 1.5, { min: 0.01, max: 100 }, [
    'Least edge of an arbitrage a share, after fees, in cents.',
    'smaller ones are refused and counted',
  ]),
  arbScanResolved: switchSetting('ARB_SCAN_RESOLVED', true, [
    'Look for resolved markets whose winner trades below 1.',
    'bought only once its payouts are on chain, which needs POLYMARKET_RPC_URL on the real venue; bot scan --json shows the others',
  ]),
  relationsFile: textSetting(
    'RELATIONS_FILE',
    [
      'Relations between markets that a person confirmed: a file that `bot relations propose` begins.',
      'entries with a name and a date are traded as proven; the others are not',
    ],
    { allowed: 'a path of a JSON file' },
  ),
  includeUpcomingMarkets: switchSetting('INCLUDE_UPCOMING_MARKETS', true, [
    'Include markets whose game has not started.',
    'off: only markets of games under way and markets without a game',
  ]),
  upcomingHoursAhead: numberSetting('UPCOMING_HOURS_AHEAD', 24, { min: 0, max: 8760 }, [
    'How far ahead a game may start.',
    'later games are left out of the universe',
  ]),
  prioritySports: listSetting(
    'PRIORITY_SPORTS',
    ['cricket', 'football', 'nba', 'nfl', 'tennis', 'ufc'],
    ['Sports read from ESPN, most wanted first.', 'scoreboards of the others are not read'],
  ),
  maxStreamedTokens: numberSetting('MAX_STREAMED_TOKENS', 2000, count(2, 100_000), [
    'Most tokens streamed at once.',
    'held markets first, then whole negRisk events, then by liquidity',
  ]),
} as const

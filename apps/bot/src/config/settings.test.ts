import { readFileSync } from 'node:fs'
import { createSeededRandom, parseUsd, timeMs } from '@bot/core'
import { createManualClock } from '@bot/core/testing'
import { createMarketStreamProtocol } from '@bot/polymarket'
import { createFeed } from '@bot/realtime-feed'
import { createWhaleTracker } from '@bot/whale-tracker'
import { describe, expect, test } from 'vitest'
import { createAdaptiveLearner } from '../learn/adaptive-learner.js'
import { createLogger } from '../log/create-logger.js'
import { assembleBrain } from '../runtime/assemble.js'
import { completeSettings } from '../runtime/session.js'
import { SETTINGS, type SettingName, type Settings } from './settings.js'

const names = Object.keys(SETTINGS) as SettingName[]
const bounds = names.flatMap((name) => {
  const match = /from (-?[\d.]+) to (-?[\d.]+)$/.exec(SETTINGS[name].allowed)
  return match === null ? [] : [1, 2].map((group) => [SETTINGS[name].env, name, match[group] ?? ''])
}) as readonly (readonly [string, SettingName, string])[]

const settingsWith = (name: SettingName, text: string): Settings => {
  const value = SETTINGS[name].read(text)
  expect(value, `${name} allows ${text}`).not.toHaveProperty('problem')
  return completeSettings({ [name]: value })
}

/** Makes every part that takes settings, as a start does. */
const assembleAll = async (settings: Settings): Promise<void> => {
  const clock = createManualClock()
  const { strategies, engine } = assembleBrain({
    settings,
    extraStrategies: [],
    relations: [],
    start: parseUsd(settings.startingBalance, 'nearest'),
  })
  createWhaleTracker({
    rule: {
      minTradeUsd: parseUsd(settings.whaleMinTradeUsd, 'nearest'),
      minWinRate: settings.whaleMinWinRate,
    },
  })
  const learner = createAdaptiveLearner({
    settings,
    strategies,
    view: engine.view,
    onEvents: () => {},
    log: createLogger({ debug: false, secrets: [] }, { write: () => {} }),
    now: clock.now(),
    save: () => {},
    simulated: true,
  })
  learner.passTime(timeMs(clock.now() + 1_000))
  const feed = createFeed({
    protocol: createMarketStreamProtocol(),
    reader: async () => [],
    clock,
    random: createSeededRandom(settings.seed),
    onEvents: () => {},
    useSocket: false,
    fastPollSeconds: settings.websocketFallbackPollSeconds,
  })
  await feed.close()
}

describe('every setting', () => {
  test('has a name of its own, a meaning and an effect', () => {
    expect(new Set(names.map((name) => SETTINGS[name].env)).size).toBe(names.length)
    for (const name of names) {
      const { env, meaning, effect, allowed } = SETTINGS[name]
      expect(env, name).toMatch(/^[A-Z][A-Z0-9_]+$/)
      expect(meaning.length, name).toBeGreaterThan(7)
      expect(effect.length, name).toBeGreaterThan(7)
      expect(allowed.length, name).toBeGreaterThan(0)
    }
  })

  test('is one of the first system, or one of ours', () => {
    const env = new Set(names.map((name) => SETTINGS[name].env))
    for (const name of FIRST_SYSTEM) expect(env, name).toContain(name)
  })

  test('keeps keys and tokens secret', () => {
    const secret = names.filter((name) => SETTINGS[name].secret).map((name) => SETTINGS[name].env)
    const looksSecret = names
      .map((name) => SETTINGS[name].env)
      .filter((env) => /KEY$|TOKEN$/.test(env))
    expect(secret.sort()).toEqual(looksSecret.sort())
  })

  test('has a default that it would allow itself', () => {
    for (const name of names) {
      const { default: fallback, read } = SETTINGS[name]
      if (fallback === undefined) continue
      expect(read(String(fallback)), name).toEqual(fallback)
    }
  })
})

test('there are numbers with bounds to try', () => expect(bounds.length).toBeGreaterThan(60))

test.each(bounds)(
  '%s: every part of the bot accepts its bound (%s = %s)',
  async (_env, name, text) => {
    await expect(assembleAll(settingsWith(name, text))).resolves.toBeUndefined()
  },
)

test('strategies switched off are not loaded, and the plain scheduler takes over from the cascade', () => {
  const start = parseUsd(1000, 'nearest')
  const off = completeSettings({
    arbEnabled: false,
    marketOnlyEnabled: false,
    whaleCopyEnabled: false,
    cascadeEnabled: false,
  })
  const brain = assembleBrain({ settings: off, extraStrategies: [], relations: [], start })
  expect(brain.strategies.map(({ name }) => name)).toEqual(['volatility-scalp'])
  expect(brain.scheduler.status(timeMs(1))).toMatchObject({ cascade_enabled: false })
})

test('no setting is read from the environment behind the configuration', () => {
  expect(readFileSync(new URL('./settings.ts', import.meta.url), 'utf8')).not.toContain('process.')
})

const FIRST_SYSTEM =
  `TRADING_MODE STARTING_BALANCE MAX_POSITION_USD MAX_DAILY_LOSS_USD MAX_OPEN_POSITIONS
MAX_HOURLY_TRADES LOSS_STREAK_PAUSE_LIMIT MAX_SLIPPAGE_PERCENT MIN_LIQUIDITY_USD MAX_POSITIONS_PER_EVENT
FOOTBALL_FADE_THRESHOLD FOOTBALL_DRAW_DECAY_START_MINUTE NBA_RUN_REVERSION_POINTS CRICKET_WICKET_DIP_PERCENT
TAKE_PROFIT_PERCENT STOP_LOSS_PERCENT TRAILING_STOP_ENABLED TRAILING_STOP_PERCENT MAX_HOLD_MINUTES
TELEGRAM_BOT_TOKEN TELEGRAM_CHAT_ID ALERT_ON_ENTRY ALERT_ON_EXIT ALERT_ON_SIGNAL SUMMARY_INTERVAL_HOURS
POLYGON_WALLET_PRIVATE_KEY POLYGON_RPC_URL ODDS_API_KEY POLYGONSCAN_API_KEY CASCADE_ENABLED
CASCADE_THRESHOLD_DECAY CASCADE_MAX_RETRIES ARB_ENABLED ARB_MIN_EDGE_CENTS ARB_SCAN_RESOLVED
WHALE_TRACKING_ENABLED WHALE_WALLETS WHALE_AUTO_DISCOVER WHALE_MIN_TRADE_USD WHALE_MIN_WIN_RATE
WHALE_COPY_DELAY_SECONDS ADAPTIVE_ENABLED ADAPTIVE_LOOKBACK_TRADES ADAPTIVE_EMERGENCY_HOURS USE_WEBSOCKET
WEBSOCKET_FALLBACK_POLL_SECONDS SCAN_INTERVAL_SECONDS MIN_SIGNAL_CONFIDENCE MAX_SIGNALS_PER_SCAN
MAX_CORRELATED_EXPOSURE_USD ESPN_ENABLED FREE_SPORTS_APIS DASHBOARD_PORT DEBUG_MODE INCLUDE_UPCOMING_MARKETS
UPCOMING_HOURS_AHEAD PRIORITY_SPORTS AGGRESSIVE_MODE POSITION_SIZE_PERCENT USE_KELLY_SIZING KELLY_FRACTION
ODDS_MIN_EDGE_PERCENT MARKET_ONLY_ENABLED VOLATILITY_SCALP_ENABLED OVERREACTION_FADE_ENABLED
LAG_ARBITRAGE_ENABLED WICKET_SHOCK_ENABLED FAVORITE_FLIP_ENABLED DRAW_DECAY_ENABLED RUN_REVERSION_ENABLED
MOMENTUM_ENABLED CONTRARIAN_ENABLED OVER_UNDER_ENABLED BOTH_TEAMS_TO_SCORE_ENABLED ODDS_EDGE_ENABLED
WHALE_COPY_ENABLED FAVORITE_TRAP_ENABLED LIQUIDITY_PROVISION_ENABLED`.split(/\s+/)

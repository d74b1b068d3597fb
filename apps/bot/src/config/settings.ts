import {
  choiceSetting,
  listSetting,
  numberSetting,
  switchSetting,
  textSetting,
  urlSetting,
} from './setting.js'

const NOT_YET = 'none yet: the strategy that reads it is not part of this version'

const money = { min: 0, max: 1_000_000 }
const percent = { min: 0, max: 100 }
const count = (min: number, max: number) => ({ min, max, whole: true })

/** Where the bot trades and where it keeps what it knows. */
const venue = {
  tradingMode: choiceSetting(
    'TRADING_MODE',
    'paper',
    ['paper', 'live'],
    [
      'Whether orders cost real money.',
      'paper fills orders in process; live is refused in this version (see docs/live.md)',
    ],
  ),
  venue: choiceSetting(
    'VENUE',
    'auto',
    ['auto', 'polymarket', 'sim'],
    [
      'Where data comes from.',
      'auto: Polymarket when it answers within 3 s at the start, else the simulated exchange',
    ],
  ),
  dataFolder: textSetting('BOT_DATA_FOLDER', [
    'Folder for journals and snapshots.',
    'default .bot-data in the current folder; one folder below it for each venue and account',
  ]),
  seed: numberSetting('BOT_SEED', 1, count(0, 4_294_967_295), [
    'Seed of the simulated exchange, of jitter and of view.random().',
    'the same seed makes the same simulated world',
  ]),
  gammaUrl: urlSetting('POLYMARKET_GAMMA_URL', 'https://gamma-api.polymarket.com', [
    'Host of the market listing.',
    'every read of Gamma goes there',
  ]),
  clobUrl: urlSetting('POLYMARKET_CLOB_URL', 'https://clob.polymarket.com', [
    'Host of books and orders.',
    'every read of the CLOB goes there',
  ]),
  dataUrl: urlSetting('POLYMARKET_DATA_URL', 'https://data-api.polymarket.com', [
    'Host of public trades.',
    'the whale tracker reads there',
  ]),
  wsUrl: urlSetting('POLYMARKET_WS_URL', 'wss://ws-subscriptions-clob.polymarket.com', [
    'Host of the sockets.',
    'the feed connects to /ws/market below it',
  ]),
  rpcUrl: textSetting('POLYMARKET_RPC_URL', [
    'Polygon node for settlement.',
    'none yet: settlement on chain comes with live trading',
  ]),
  polygonRpcUrl: textSetting('POLYGON_RPC_URL', [
    'Older name of POLYMARKET_RPC_URL.',
    'none yet: settlement on chain comes with live trading',
  ]),
  privateKey: textSetting(
    'POLYGON_WALLET_PRIVATE_KEY',
    [
      'Key of the trading wallet.',
      'none yet: live trading is refused in this version; never logged',
    ],
    { secret: true },
  ),
  polygonscanKey: textSetting(
    'POLYGONSCAN_API_KEY',
    [
      'Second witness for settlement receipts.',
      'none yet: settlement on chain comes with live trading',
    ],
    { secret: true },
  ),
} as const

/** What may be lost. Nothing loosens these. */
const risk = {
  startingBalance: numberSetting('STARTING_BALANCE', 1000, { min: 1, max: 100_000_000 }, [
    'Paper dollars at the first start.',
    'later starts resume with what the journal says; --fresh starts anew',
  ]),
  maxPositionUsd: numberSetting('MAX_POSITION_USD', 50, money, [
    'Most dollars in one position.',
    'orders are sized down to it',
  ]),
  basketMaxUsd: numberSetting('BASKET_MAX_USD', 100, { min: 1, max: 1_000_000 }, [
    'Most dollars in one arbitrage basket.',
    'certificates are sized down to it',
  ]),
  maxDailyLossUsd: numberSetting('MAX_DAILY_LOSS_USD', 100, money, [
    'Realised loss of a UTC day after which nothing is opened.',
    'trading stops until the next UTC day',
  ]),
  maxOpenPositions: numberSetting('MAX_OPEN_POSITIONS', 10, count(0, 10_000), [
    'Most positions open at once; a basket counts as one.',
    'further entries are refused',
  ]),
  maxHourlyTrades: numberSetting('MAX_HOURLY_TRADES', 20, count(0, 100_000), [
    'Most entries within any 60 minutes.',
    'further entries are refused',
  ]),
  lossStreakPauseLimit: numberSetting('LOSS_STREAK_PAUSE_LIMIT', 5, count(1, 1000), [
    'Losses in a row after which trading pauses for an hour.',
    'entries are refused during the pause',
  ]),
  maxPositionsPerEvent: numberSetting('MAX_POSITIONS_PER_EVENT', 2, count(1, 1000), [
    'Most positions in one event.',
    'further entries are refused',
  ]),
  maxCorrelatedExposureUsd: numberSetting('MAX_CORRELATED_EXPOSURE_USD', 100, money, [
    'Most dollars in one event.',
    'further entries are refused',
  ]),
  minSignalConfidence: numberSetting('MIN_SIGNAL_CONFIDENCE', 0.5, { min: 0, max: 1 }, [
    'Least confidence of a signal.',
    'weaker signals are refused',
  ]),
  maxSlippagePercent: numberSetting('MAX_SLIPPAGE_PERCENT', 2, percent, [
    'Furthest that an order may walk from the best price.',
    'the order limit lies there',
  ]),
  minLiquidityUsd: numberSetting('MIN_LIQUIDITY_USD', 500, money, [
    'Dollars that must rest within the slippage cap of the best price.',
    'thinner books are refused',
  ]),
  aggressiveMode: switchSetting('AGGRESSIVE_MODE', false, [
    'The aggressive profile of the first system.',
    'positions of POSITION_SIZE_PERCENT of equity, up to 20 of them',
  ]),
  positionSizePercent: numberSetting('POSITION_SIZE_PERCENT', 10, percent, [
    'Equity in one position, aggressive profile.',
    'only with AGGRESSIVE_MODE',
  ]),
  useKellySizing: switchSetting('USE_KELLY_SIZING', true, [
    'Size by the Kelly fraction, aggressive profile.',
    'only with AGGRESSIVE_MODE',
  ]),
  kellyFraction: numberSetting('KELLY_FRACTION', 0.25, { min: 0, max: 1 }, [
    'Part of the Kelly size.',
    'only with AGGRESSIVE_MODE and USE_KELLY_SIZING',
  ]),
} as const

/** When positions are left. */
const exits = {
  takeProfitPercent: numberSetting('TAKE_PROFIT_PERCENT', 8, { min: 0.1, max: 10_000 }, [
    'Gain at which a position is sold.',
    'baskets are exempt',
  ]),
  stopLossPercent: numberSetting('STOP_LOSS_PERCENT', 5, { min: 0.1, max: 100 }, [
    'Loss at which a position is sold.',
    'baskets are exempt',
  ]),
  trailingStopEnabled: switchSetting('TRAILING_STOP_ENABLED', true, [
    'Sell when the price falls back from its best.',
    'baskets are exempt',
  ]),
  trailingStopPercent: numberSetting('TRAILING_STOP_PERCENT', 3, { min: 0.1, max: 100 }, [
    'How far back from the best.',
    'only with TRAILING_STOP_ENABLED',
  ]),
  maxHoldMinutes: numberSetting('MAX_HOLD_MINUTES', 45, { min: 1, max: 1_000_000 }, [
    'Longest time a position is held.',
    'baskets are exempt',
  ]),
} as const

/** How opportunities are looked for. */
const search = {
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
    'none yet: this kind comes with the deeper detector',
  ]),
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

/** Wallets, learning, odds and sports. */
const learning = {
  whaleTrackingEnabled: switchSetting('WHALE_TRACKING_ENABLED', true, [
    'Follow public trades and profile wallets.',
    'off: no wallet facts',
  ]),
  whaleWallets: listSetting(
    'WHALE_WALLETS',
    [],
    ['Wallets to follow whatever their record.', 'counted as configured_wallets'],
  ),
  whaleAutoDiscover: switchSetting('WHALE_AUTO_DISCOVER', true, [
    'Profile every wallet that trades.',
    'off: only WHALE_WALLETS',
  ]),
  whaleMinTradeUsd: numberSetting('WHALE_MIN_TRADE_USD', 500, money, [
    'Least dollars of a trade that counts as large.',
    'smaller trades still enter the ledger',
  ]),
  whaleMinWinRate: numberSetting('WHALE_MIN_WIN_RATE', 0.65, { min: 0, max: 1 }, [
    'Win rate at which a wallet is promoted.',
    'a wallet is demoted below 0.8 times it',
  ]),
  whaleCopyDelaySeconds: numberSetting('WHALE_COPY_DELAY_SECONDS', 30, { min: 0, max: 86_400 }, [
    'Delay before a wallet is copied.',
    'none yet: no strategy copies wallets in this version',
  ]),
  adaptiveEnabled: switchSetting('ADAPTIVE_ENABLED', true, [
    'Tune thresholds from closed trades.',
    'off: thresholds stay as declared',
  ]),
  adaptiveLookbackTrades: numberSetting('ADAPTIVE_LOOKBACK_TRADES', 50, count(10, 10_000), [
    'Closed trades of a strategy that count.',
    'older ones are forgotten',
  ]),
  adaptiveEmergencyHours: numberSetting('ADAPTIVE_EMERGENCY_HOURS', 6, { min: 0.1, max: 1000 }, [
    'Hours without a trade after which thresholds fall 5 % an hour.',
    'floors hold; off again at the next trade',
  ]),
  espnUrl: urlSetting('ESPN_URL', 'https://site.api.espn.com', [
    'Host of ESPN scoreboards.',
    'scores are read there',
  ]),
  theSportsDbUrl: urlSetting('THE_SPORTS_DB_URL', 'https://www.thesportsdb.com/api/v1/json', [
    'Host of the second source of scores.',
    'read when ESPN fails',
  ]),
  oddsUrl: urlSetting('ODDS_API_URL', 'https://api.the-odds-api.com', [
    'Host of The Odds API.',
    'odds are read there, with ODDS_API_KEY',
  ]),
  oddsApiKey: textSetting('ODDS_API_KEY', ['Key of The Odds API.', 'without it odds are skipped'], {
    secret: true,
  }),
  oddsMinEdgePercent: numberSetting('ODDS_MIN_EDGE_PERCENT', 2, percent, [
    'Least edge against the odds.',
    NOT_YET,
  ]),
  espnEnabled: switchSetting('ESPN_ENABLED', true, [
    'Read scoreboards of ESPN.',
    'only with VENUE=polymarket; off: no game facts',
  ]),
  freeSportsApis: switchSetting('FREE_SPORTS_APIS', true, [
    'Fall back to a second free source of scores.',
    'only with VENUE=polymarket',
  ]),
} as const

/** Which strategies run and how they are set. */
const strategies = {
  marketOnlyEnabled: switchSetting('MARKET_ONLY_ENABLED', true, [
    'Run Market Only.',
    'off: the strategy is not loaded',
  ]),
  volatilityScalpEnabled: switchSetting('VOLATILITY_SCALP_ENABLED', true, [
    'Run Volatility Scalp.',
    'off: the strategy is not loaded',
  ]),
  overreactionFadeEnabled: switchSetting('OVERREACTION_FADE_ENABLED', true, [
    'Run Overreaction Fade.',
    NOT_YET,
  ]),
  lagArbitrageEnabled: switchSetting('LAG_ARBITRAGE_ENABLED', true, [
    'Run Lag Arbitrage.',
    NOT_YET,
  ]),
  wicketShockEnabled: switchSetting('WICKET_SHOCK_ENABLED', true, ['Run Wicket Shock.', NOT_YET]),
  favoriteFlipEnabled: switchSetting('FAVORITE_FLIP_ENABLED', false, [
    'Run Favorite Flip.',
    NOT_YET,
  ]),
  drawDecayEnabled: switchSetting('DRAW_DECAY_ENABLED', true, ['Run Draw Decay.', NOT_YET]),
  runReversionEnabled: switchSetting('RUN_REVERSION_ENABLED', true, [
    'Run Run Reversion.',
    NOT_YET,
  ]),
  momentumEnabled: switchSetting('MOMENTUM_ENABLED', false, ['Run Momentum.', NOT_YET]),
  contrarianEnabled: switchSetting('CONTRARIAN_ENABLED', false, ['Run Contrarian.', NOT_YET]),
  overUnderEnabled: switchSetting('OVER_UNDER_ENABLED', false, ['Run Over/Under.', NOT_YET]),
  bothTeamsToScoreEnabled: switchSetting('BOTH_TEAMS_TO_SCORE_ENABLED', false, [
    'Run Both Teams To Score.',
    NOT_YET,
  ]),
  oddsEdgeEnabled: switchSetting('ODDS_EDGE_ENABLED', true, ['Run Odds Edge.', NOT_YET]),
  whaleCopyEnabled: switchSetting('WHALE_COPY_ENABLED', true, ['Run Whale Copy.', NOT_YET]),
  favoriteTrapEnabled: switchSetting('FAVORITE_TRAP_ENABLED', true, [
    'Run Favorite Trap.',
    NOT_YET,
  ]),
  liquidityProvisionEnabled: switchSetting('LIQUIDITY_PROVISION_ENABLED', false, [
    'Run Liquidity Provision.',
    NOT_YET,
  ]),
  footballFadeThreshold: numberSetting('FOOTBALL_FADE_THRESHOLD', 0.05, { min: 0, max: 1 }, [
    'Move that Overreaction Fade fades.',
    NOT_YET,
  ]),
  footballDrawDecayStartMinute: numberSetting(
    'FOOTBALL_DRAW_DECAY_START_MINUTE',
    70,
    count(0, 120),
    ['Minute from which Draw Decay looks.', NOT_YET],
  ),
  nbaRunReversionPoints: numberSetting('NBA_RUN_REVERSION_POINTS', 10, count(1, 100), [
    'Run that Run Reversion trades against.',
    NOT_YET,
  ]),
  cricketWicketDipPercent: numberSetting('CRICKET_WICKET_DIP_PERCENT', 0.15, { min: 0, max: 1 }, [
    'Dip that Wicket Shock buys.',
    NOT_YET,
  ]),
  extraStrategies: listSetting(
    'BOT_STRATEGIES',
    [],
    [
      'Packages with strategies of others.',
      'each must export strategies of spec 1, or the start is refused',
    ],
  ),
} as const

/** Sockets, page, log and alerts. */
const surface = {
  useWebsocket: switchSetting('USE_WEBSOCKET', true, [
    'Stream books over sockets.',
    'off: books are polled every WEBSOCKET_FALLBACK_POLL_SECONDS',
  ]),
  websocketFallbackPollSeconds: numberSetting(
    'WEBSOCKET_FALLBACK_POLL_SECONDS',
    5,
    { min: 1, max: 600 },
    ['Seconds between polls when sockets fail.', 'after repeated failure polls slow down to 30 s'],
  ),
  dashboardPort: numberSetting('DASHBOARD_PORT', 5000, count(0, 65_535), [
    'Port of the stats server and the dashboard.',
    'a taken default moves to the next free one; a taken port that was set is an error',
  ]),
  dashboardHost: textSetting('DASHBOARD_HOST', [
    'Address that the stats server listens on.',
    'default 127.0.0.1; any other demands DASHBOARD_TOKEN',
  ]),
  dashboardToken: textSetting(
    'DASHBOARD_TOKEN',
    ['Token that readers of the stats server must show.', '/health never needs it'],
    { secret: true },
  ),
  debugMode: switchSetting('DEBUG_MODE', false, ['Log debug records.', 'more lines in the log']),
  telegramToken: textSetting(
    'TELEGRAM_BOT_TOKEN',
    ['Token of a Telegram bot.', 'alerts are sent when it and TELEGRAM_CHAT_ID are set'],
    { secret: true },
  ),
  telegramChatId: textSetting(
    'TELEGRAM_CHAT_ID',
    ['Chat that alerts go to.', 'see TELEGRAM_BOT_TOKEN'],
    {
      allowed: 'a chat id such as 123456 or @channel',
      pattern: /^(-?\d+|@\w+)$/,
    },
  ),
  telegramUrl: urlSetting('TELEGRAM_API_URL', 'https://api.telegram.org', [
    'Host of the Telegram API.',
    'for tests and own servers',
  ]),
  alertOnEntry: switchSetting('ALERT_ON_ENTRY', true, [
    'Alert when a position is opened.',
    'needs Telegram',
  ]),
  alertOnExit: switchSetting('ALERT_ON_EXIT', true, [
    'Alert when a position is closed.',
    'needs Telegram',
  ]),
  alertOnSignal: switchSetting('ALERT_ON_SIGNAL', true, [
    'Alert when a signal is taken.',
    'needs Telegram',
  ]),
  summaryIntervalHours: numberSetting('SUMMARY_INTERVAL_HOURS', 4, { min: 0.1, max: 1000 }, [
    'Hours between summaries.',
    'needs Telegram; also logged',
  ]),
} as const

/** Every setting by the name the code uses. */
export const SETTINGS = {
  ...venue,
  ...risk,
  ...exits,
  ...search,
  ...learning,
  ...strategies,
  ...surface,
} as const

/** The names of all settings. */
export type SettingName = keyof typeof SETTINGS

/** The value of each setting. */
export type Settings = Readonly<{
  [N in SettingName]: (typeof SETTINGS)[N] extends { read: (text: string) => infer R }
    ? Exclude<R, Readonly<{ problem: string }>>
    : never
}>

import {
  choiceSetting,
  listSetting,
  numberSetting,
  switchSetting,
  textSetting,
  urlSetting,
} from '../setting.js'
import { count, money, NOT_YET, percent } from './bounds.js'

/** Wallets, learning, odds and sports. */
export const learningSettings = {
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
    'counts with WHALE_PROMOTION=win-rate, and is shown beside the evidence; demoted below 0.8 times it',
  ]),
  whalePromotion: choiceSetting(
    'WHALE_PROMOTION',
    'evidence',
    ['evidence', 'win-rate'],
    [
      'What promotes a wallet.',
      'evidence: its edge over the price, for a false-discovery rate of 5 %; win-rate: the first rule, never copied',
    ],
  ),
  whaleCopyDelaySeconds: numberSetting('WHALE_COPY_DELAY_SECONDS', 30, { min: 0, max: 86_400 }, [
    'Delay before a wallet is copied.',
    'also the delay at which copying is measured',
  ]),
  whaleCopyMirrorFraction: numberSetting('WHALE_COPY_MIRROR_FRACTION', 0, { min: 0, max: 0.25 }, [
    "Mirror mode: the part of a copyable wallet's position that Whale Copy holds; 0 is off.",
    'above 0 it buys up to that part and sells as the wallet does; risk limits and caps still bound every order',
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

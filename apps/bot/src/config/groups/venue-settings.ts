import { choiceSetting, numberSetting, textSetting, urlSetting } from '../setting.js'
import { count } from './bounds.js'

/** Where the bot trades and where it keeps what it knows. */
export const venueSettings = {
  tradingMode: choiceSetting(
    'TRADING_MODE',
    'paper',
    ['paper', 'live'],
    [
      'Whether orders cost real money.',
      'live also needs a key, LIVE_PHRASE and a doctor that finds nothing wrong (see docs/live.md)',
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
  rtdsUrl: urlSetting('POLYMARKET_RTDS_URL', 'wss://ws-live-data.polymarket.com', [
    'Address of the realtime stream of trades.',
    'the whale tracker listens there beside its polling, unless USE_WEBSOCKET is off',
  ]),
} as const

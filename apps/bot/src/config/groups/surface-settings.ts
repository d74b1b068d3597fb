import { numberSetting, switchSetting, textSetting, urlSetting } from '../setting.js'
import { count } from './bounds.js'

/** Sockets, page, log and alerts. */
export const surfaceSettings = {
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

import { backoffMs, type Clock, messageOf } from '@bot/core'
import { Api, GrammyError } from 'grammy'
import type { Logger } from '../log/create-logger.js'
import { type Alert, alertText } from './alert-text.js'

/** Where alerts go and which. */
export type TelegramOptions = Readonly<{
  token: string
  chatId: string
  /** Host of the Telegram API. Default https://api.telegram.org. */
  apiRoot?: string
  /** Put before each text: SIMULATED, PAPER or LIVE. */
  label: string
  on: Readonly<{ entry: boolean; exit: boolean; signal: boolean }>
  clock: Clock
  log: Logger
}>

/** How alerting went. `failures` by reason. */
export type TelegramStats = Readonly<{
  sent: number
  waiting: number
  dropped: number
  failures: Readonly<Record<string, number>>
}>

/** Alerts that never disturb the bot: `send` returns at once and never throws. */
export type TelegramAlerts = Readonly<{
  send: (alert: Alert) => void
  stats: () => TelegramStats
  /** Sends what waits, for at most 5 s, and stops. */
  close: () => Promise<void>
}>

/** Telegram takes about one message a second and 20 a minute in a chat. */
const GAP_MS = 3_000
const MOST_WAITING = 100
const MOST_CHARACTERS = 4_000
const MOST_TRIES = 4
const TIMEOUT_SECONDS = 15
const CLOSE_MS = 5_000

/**
 * Makes alerts over Telegram.
 *
 * Texts that wait go out together. A refusal (429) waits as long as Telegram says, other failures are tried 4 times;
 * then the text is dropped and counted. Each reason is logged once; the token is in no log line.
 */
export const createTelegramAlerts = (options: TelegramOptions): TelegramAlerts => {
  const { token, chatId, apiRoot, label, on, clock, log } = options
  const api = new Api(token, {
    ...(apiRoot === undefined ? {} : { apiRoot }),
    timeoutSeconds: TIMEOUT_SECONDS,
    sensitiveLogs: false,
  })
  const waiting: string[] = []
  const failures = new Map<string, number>()
  const abort = new AbortController()
  let [sent, dropped, tries, posting, closed] = [0, 0, 0, false, false]
  let cancelTimer: (() => void) | undefined
  let drained: (() => void) | undefined

  const failed = (reason: string): void => {
    // Without its numbers a refusal is one reason, however long it says to wait.
    const clean = reason.replaceAll(token, '[token]').replace(/ \d+/g, ' n')
    const count = failures.get(clean) ?? 0
    failures.set(clean, count + 1)
    if (count === 0) log.warn({ reason: clean }, 'Telegram: an alert could not be sent')
  }
  const sendAfter = (delayMs: number): void => {
    cancelTimer = clock.after(delayMs, () => void sendBatch())
  }
  const cancelNext = (): void => {
    cancelTimer?.()
    cancelTimer = undefined
  }
  const sendBatch = async (): Promise<void> => {
    cancelTimer = undefined
    const batch = takeBatch(waiting)
    if (batch.length > 0) {
      posting = true
      const failure = await post(api, chatId, batch.join('\n\n'), abort.signal)
      posting = false
      sendAfter(settle(batch, failure))
    }
    if (closed) cancelNext()
    if (closed && waiting.length > 0) await sendBatch()
    else if (closed) drained?.()
  }
  /** Counts what became of a batch; returns how long to wait before the next. */
  const settle = (batch: readonly string[], failure: Failure | undefined): number => {
    if (failure !== undefined) failed(failure.reason)
    tries = failure === undefined ? 0 : tries + 1
    if (failure?.retry === true && tries < MOST_TRIES && !closed) {
      waiting.unshift(...batch)
      return Math.max(failure.waitMs, retryDelay(tries))
    }
    tries = 0
    if (failure === undefined) sent += batch.length
    else dropped += batch.length
    return GAP_MS
  }
  const add = (text: string): void => {
    if (closed) return
    waiting.push(text)
    if (waiting.length > MOST_WAITING) {
      waiting.shift()
      dropped += 1
    }
    if (!posting && cancelTimer === undefined) sendAfter(0)
  }
  const close = async (): Promise<void> => {
    if (closed) return
    closed = true
    cancelNext()
    if (!posting && waiting.length === 0) return
    await new Promise<void>((resolve) => {
      const cancelLimit = clock.after(CLOSE_MS, resolve)
      drained = () => {
        cancelLimit()
        resolve()
      }
      if (!posting) void sendBatch()
    })
    abort.abort()
    dropped += waiting.splice(0).length
  }

  return {
    send: (alert) => {
      if (alert.kind in on && !on[alert.kind as keyof typeof on]) return
      add(alertText(alert, label))
    },
    stats: () => ({
      sent,
      waiting: waiting.length,
      dropped,
      failures: Object.fromEntries(failures),
    }),
    close,
  }
}

const retryDelay = (tries: number): number => backoffMs(tries, 1, { baseMs: GAP_MS, maxMs: 60_000 })

/** Takes as many texts as fit into one message. */
const takeBatch = (waiting: string[]): readonly string[] => {
  let length = 0
  const fits = waiting.findIndex((text) => {
    length += text.length + 2
    return length > MOST_CHARACTERS
  })
  return waiting.splice(0, fits === -1 ? waiting.length : Math.max(1, fits))
}

/** The library types its own signal class; the platform's works the same. */
type SendSignal = Parameters<Api['sendMessage']>[3]
type Failure = Readonly<{ reason: string; retry: boolean; waitMs: number }>

/** Posts once. What Telegram answered is a reason of its own; what it said with 4xx will not change by asking again. */
const post = async (
  api: Api,
  chatId: string,
  text: string,
  signal: AbortSignal,
): Promise<Failure | undefined> => {
  try {
    await api.sendMessage(
      chatId,
      text,
      { link_preview_options: { is_disabled: true } },
      signal as SendSignal,
    )
    return undefined
  } catch (thrown) {
    if (!(thrown instanceof GrammyError))
      return { reason: messageOf(thrown), retry: true, waitMs: 0 }
    const { error_code: code, description, parameters } = thrown
    const retry = code === 429 || code >= 500
    const reason = `${code}: ${description}`
    return { reason, retry, waitMs: (parameters.retry_after ?? 0) * 1000 }
  }
}

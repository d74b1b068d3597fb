import { ERROR_CODES, type ErrorCode, type Retry } from './error-code.js'

const MARKER = Symbol.for('bot.error')

/** What an error knows beyond its message: plain data, never a secret. */
export type ErrorContext = Readonly<Record<string, unknown>>

/**
 * The toolkit's one error class.
 *
 * The message says what was expected, what came, and what to do.
 *
 * @see docs/errors.md, one anchor a code.
 */
export class BotError extends Error {
  readonly code: ErrorCode
  readonly context: ErrorContext
  readonly retry: Retry

  constructor(code: ErrorCode, message: string, context: ErrorContext = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'BotError'
    this.code = code
    this.context = context
    this.retry = ERROR_CODES[code]
    Object.defineProperty(this, MARKER, { value: true })
  }
}

/** Tells whether a value is a {@link BotError}, also one of another installed copy of core. */
export const isBotError = (value: unknown, code?: ErrorCode): value is BotError =>
  typeof value === 'object' &&
  value !== null &&
  MARKER in value &&
  (code === undefined || (value as { code?: unknown }).code === code)

/** Reads a message from anything that was thrown. */
export const messageOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown)

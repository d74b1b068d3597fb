import { expect, test } from 'vitest'
import { BotError, isBotError, messageOf } from './bot-error.js'
import { ERROR_CODES } from './error-code.js'

test('an error carries its code, context, cause and whether to retry', () => {
  const cause = new Error('socket closed')
  const error = new BotError(
    'request-failed',
    'Expected a book, was nothing',
    { token: 't' },
    cause,
  )
  expect(error).toMatchObject({
    name: 'BotError',
    code: 'request-failed',
    retry: 'safe',
    context: { token: 't' },
    cause,
  })
  expect(error).toBeInstanceOf(Error)
  expect(new BotError('aborted', 'x')).not.toHaveProperty('cause')
})

test('it is recognised by its marker, by code too, and nothing else is', () => {
  const error = new BotError('no-data', 'x')
  expect(isBotError(error)).toBe(true)
  expect(isBotError(error, 'no-data')).toBe(true)
  expect(isBotError(error, 'aborted')).toBe(false)
  for (const other of [new Error('x'), { code: 'no-data' }, null, undefined, 'no-data']) {
    expect(isBotError(other)).toBe(false)
  }
})

test('an error of another copy of this package is one as well', () => {
  const foreign = Object.assign(new Error('x'), { code: 'no-data' })
  Object.defineProperty(foreign, Symbol.for('bot.error'), { value: true })
  expect(isBotError(foreign, 'no-data')).toBe(true)
})

test('only an outcome that may have happened says so', () => {
  const unknown = Object.entries(ERROR_CODES).filter(([, retry]) => retry === 'unknown-outcome')
  expect(unknown).toEqual([['submit-outcome-unknown', 'unknown-outcome']])
})

test('a message is read from whatever was thrown', () => {
  expect(messageOf(new Error('x'))).toBe('x')
  expect(messageOf('y')).toBe('y')
  expect(messageOf(undefined)).toBe('undefined')
})

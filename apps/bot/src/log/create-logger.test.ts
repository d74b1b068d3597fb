import { expect, test } from 'vitest'
import { createLogger } from './create-logger.js'

const written = (debug = false, secrets: readonly string[] = []) => {
  const lines: string[] = []
  const log = createLogger({ debug, secrets }, { write: (line) => void lines.push(line) })
  return { log, lines }
}

test('a record is one line of JSON with its time, its message and its fields', () => {
  const { log, lines } = written()
  log.info({ markets: 3 }, 'Something happened')
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ msg: 'Something happened', markets: 3 })
  expect(lines[0]).toMatch(/"time":"\d{4}-\d\d-\d\dT/)
})

test('debug records are written only in debug mode', () => {
  const quiet = written()
  quiet.log.debug('detail')
  const loud = written(true)
  loud.log.debug('detail')
  expect([quiet.lines.length, loud.lines.length]).toEqual([0, 1])
})

test('a secret is replaced wherever it comes up: message, field, error', () => {
  const { log, lines } = written(false, ['s3cr3t', 'with "quotes"'])
  log.info({ url: 'https://x/bots3cr3t/send' }, 'sent with s3cr3t')
  log.warn({ err: new Error('refused s3cr3t') }, 'failed')
  log.info('with "quotes" inside')
  expect(lines.join('')).not.toMatch(/s3cr3t|quotes/)
  expect(lines[0]).toContain('https://x/bot[redacted]/send')
})

test('fields with the name of a secret are hidden whatever they hold', () => {
  const { log, lines } = written()
  log.info({ apiKey: 'abc123', request: { authorization: 'abc123' } }, 'asked')
  expect(lines.join('')).not.toContain('abc123')
})

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { capturedOutput } from '../fixtures/captured-output.js'
import { madeConfig } from '../fixtures/made-config.js'
import { madeMarket, temporaryFolder } from '../fixtures/made-recording.js'
import { realData } from '../fixtures/real-data.js'
import { confirmedRelations } from '../relations/read-relation-file.js'
import { checkCommand, proposeCommand } from './relations-command.js'
import { scanCommand } from './scan-command.js'

const ask = (conditionId: string, question: string, bestBid: number, bestAsk: number) => ({
  ...madeMarket,
  ...{ conditionId, question, bestBid, bestAsk },
  outcomes: '["Yes", "No"]',
  clobTokenIds: JSON.stringify([`${conditionId}-yes`, `${conditionId}-no`]),
  endDate: '2030-01-01T00:00:00Z',
  events: [{ id: conditionId, title: question }],
})
const listing = [
  ask('win', 'Will Italy win the 2026 FIFA World Cup?', 0.6, 0.61),
  ask('in', 'Will Italy qualify for the 2026 FIFA World Cup?', 0.5, 0.52),
]
const place = (name: string): string => join(temporaryFolder(), name)
const listed = (): string => {
  const file = place('markets.json')
  writeFileSync(file, JSON.stringify(listing))
  return file
}
const propose = async (file: string, json = false) =>
  capturedOutput(() => proposeCommand({ file, markets: [listed()], json }, madeConfig()))
const check = async (file: string, markets: readonly string[] = []) =>
  capturedOutput(() => checkCommand({ file, markets, json: false }))
const sign = (file: string, parts: object = {}): void => {
  const read = JSON.parse(readFileSync(file, 'utf8')) as { relations: object[] }
  for (const entry of read.relations) {
    Object.assign(entry, { confirmedBy: 'Ada', confirmedAt: '2026-11-20', ...parts })
  }
  writeFileSync(file, JSON.stringify(read))
}

test('what texts suggest is written down, and not traded before a person signed it', async () => {
  const file = place('relations.json')
  const { code, out } = await propose(file)
  expect(code).toBe(0)
  expect(out).toContain('2 markets, 1 relations proposed')
  expect(out).toContain('None is proven and none is traded')
  const before = await check(file)
  expect(before).toMatchObject({ code: 0 })
  expect(before.out).toContain('0 confirmed, 1 not confirmed and not traded, 0 refused')
  expect(before.out).toContain('a name in confirmedBy and a date such as 2026-11-20 in confirmedAt')

  sign(file)
  expect((await check(file)).out).toMatch(/implication +confirmed +Ada, 2026-11-20/)
  const scan = await capturedOutput(() =>
    scanCommand({ markets: listed(), json: false }, madeConfig({ relationsFile: file })),
  )
  expect(scan.out).toMatch(/confirmed +1/)
  expect(scan.out).toMatch(/Found 2 related legs at .*, at least \$8 on \$92/)
})

test('the file is written once: confirmations are never overwritten', async () => {
  const file = place('relations.json')
  await propose(file)
  sign(file)
  const signed = readFileSync(file, 'utf8')
  await expect(propose(file)).rejects.toMatchObject({ code: 'invalid-argument' })
  expect(readFileSync(file, 'utf8')).toBe(signed)
})

test('a refused entry fails the check and keeps the bot from starting', async () => {
  const file = place('relations.json')
  await propose(file)
  sign(file, { splits: 'perhaps' })
  const checked = await check(file)
  expect(checked.code).toBe(1)
  expect(checked.out).toMatch(/entry 1 +refused +splits-unstated/)
  expect(() => confirmedRelations(file)).toThrow('entry 1 is refused: splits-unstated')
})

test('a market that the listing does not hold is named', async () => {
  const file = place('relations.json')
  await propose(file)
  sign(file)
  const other = place('other.json')
  writeFileSync(other, JSON.stringify([madeMarket]))
  expect((await check(file, [other])).out).toContain('2 markets are not in the listing')
})

test('a bad listing leaves no file behind', async () => {
  const file = place('relations.json')
  const run = proposeCommand({ file, markets: ['no-such-file'], json: false }, madeConfig())
  await expect(run).rejects.toMatchObject({ code: 'invalid-input-file' })
  expect(existsSync(file)).toBe(false)
})

const clob = realData('gamma/clob-sampling-markets.json.gz')
test.skipIf(clob.missing)(
  `real markets get proposals, each to be confirmed${clob.note}`,
  async () => {
    const file = place('relations.json')
    const run = () => proposeCommand({ file, markets: [clob.path], json: true }, madeConfig())
    const { proposals } = JSON.parse((await capturedOutput(run)).out) as { proposals: unknown[] }
    expect(proposals.length).toBeGreaterThan(5)
    const { out } = await check(file, [clob.path])
    expect(out).toContain(
      `0 confirmed, ${proposals.length} not confirmed and not traded, 0 refused`,
    )
  },
)

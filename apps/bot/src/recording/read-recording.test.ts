import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  bookFrame,
  changeFrame,
  type MadeRecording,
  madeMarket,
  madeRecording,
  temporaryFolder,
} from '../fixtures/made-recording.js'
import { openRecording, type RecordedLine } from './read-recording.js'

const START = 1_750_000_000_000
const sound = [
  bookFrame(START, '111', [['0.40', '10']], [['0.42', '10']]),
  changeFrame(START + 10, '111', 'BUY', '0.41', '5'),
]

const linesOf = async (made: MadeRecording): Promise<readonly RecordedLine[]> => {
  const lines: RecordedLine[] = []
  for await (const batch of (await openRecording(madeRecording(made))).lines()) lines.push(...batch)
  return lines
}
const kinds = (lines: readonly RecordedLine[]): string[] => lines.map(({ kind }) => kind)

describe('lines', () => {
  test.each([false, true])('are read from a file that is plain: %s', async (plain) => {
    const lines = await linesOf({ lines: sound, plain })
    expect(lines).toEqual([
      { kind: 'frame', line: 1, at: START, data: sound[0]?.d },
      { kind: 'frame', line: 2, at: START + 10, data: sound[1]?.d },
    ])
  })

  test('may be frames of a connection, raw text, or the opening and closing of one', async () => {
    const lines = await linesOf({
      lines: [
        { t: START, c: 'a', e: 'open' },
        { t: START + 1, c: 'a', d: [] },
        { t: START + 2, c: 'a', raw: 'PONG' },
        { t: START + 3, c: 'a', e: 'close', code: 1006 },
      ],
    })
    expect(lines).toEqual([
      { kind: 'open', line: 1, at: START, connection: 'a' },
      { kind: 'frame', line: 2, at: START + 1, connection: 'a', data: [] },
      { kind: 'text', line: 3, at: START + 2, connection: 'a', text: 'PONG' },
      { kind: 'close', line: 4, at: START + 3, connection: 'a' },
    ])
  })

  test('may end in CRLF, start with a byte order mark and lack the last line break', async () => {
    const text = sound.map((line) => JSON.stringify(line)).join('\r\n')
    const spoil = (): Buffer => Buffer.from(`\uFEFF${text}`)
    const lines = await linesOf({ lines: [], plain: true, spoil })
    expect(kinds(lines)).toEqual(['frame', 'frame'])
  })

  test('that are empty are passed over and still counted', async () => {
    const lines = await linesOf({ lines: ['', { t: START, d: [] }, '', { t: START, d: [] }] })
    expect(lines.map(({ line }) => line)).toEqual([2, 4])
  })

  test('an empty file has none', async () => {
    expect(await linesOf({ lines: [] })).toEqual([])
    expect(await linesOf({ lines: [], plain: true })).toEqual([])
  })

  test.each([
    ['{"t":1,"d":', 'Unterminated|Unexpected end'],
    ['null', 'no object'],
    ['7', 'no object'],
    ['{"d":[]}', 'expected t in milliseconds, was undefined'],
    ['{"t":"1","d":[]}', 'expected t in milliseconds, was 1'],
    ['{"t":1.5,"d":[]}', 'expected t in milliseconds, was 1.5'],
    ['{"t":-1,"d":[]}', 'expected t in milliseconds, was -1'],
    ['{"t":1750000000,"d":[]}', 'expected t in milliseconds, was 1750000000'],
    ['{"t":1750000000000000,"d":[]}', 'expected t in milliseconds, was 1750000000000000'],
    ['{"t":1750000000000}', 'expected d, raw or e'],
  ])('a line %s is named as damaged, the others are kept', async (bad, words) => {
    const [first, damaged, last] = await linesOf({ lines: [sound[0] ?? {}, bad, sound[1] ?? {}] })
    expect([first?.kind, last?.kind]).toEqual(['frame', 'frame'])
    expect(damaged).toMatchObject({ kind: 'damaged', line: 2 })
    expect(damaged?.kind === 'damaged' ? damaged.problem : '').toMatch(new RegExp(words))
  })

  test('a truncated gzip keeps every whole line before the cut and names the line of it', async () => {
    const many = Array.from({ length: 5_000 }, (_, index) =>
      changeFrame(START + index, '111', 'BUY', '0.41', String(index)),
    )
    const half = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length / 2)
    const lines = await linesOf({ lines: many, spoil: half })
    const last = lines.at(-1)
    expect(last).toEqual({
      kind: 'damaged',
      line: lines.length,
      problem: expect.stringContaining('unexpected end of file') as string,
    })
    const frames = lines.slice(0, -1)
    expect(frames.length).toBeGreaterThan(1_000)
    expect(frames.every((line, index) => line.kind === 'frame' && line.line === index + 1)).toBe(
      true,
    )
  })

  test('what is no gzip at all is damage of the first line', async () => {
    const lines = await linesOf({ lines: [], spoil: () => Buffer.from('not gzipped at all') })
    expect(lines).toEqual([
      { kind: 'damaged', line: 1, problem: expect.stringContaining('header') as string },
    ])
  })
})

describe('a folder', () => {
  test('that is missing, or without frames, is refused with what a recording is', async () => {
    await expect(openRecording(join(temporaryFolder(), 'nothing'))).rejects.toMatchObject({
      code: 'invalid-input-file',
      message: expect.stringContaining('A recording has manifest.json') as string,
    })
  })

  test.each([
    ['[{', 'markets.json is no JSON'],
    ['{}', 'to hold an array of Gamma markets'],
    ['7', 'to hold an array of Gamma markets'],
  ])('with the markets %s is refused by file', async (markets, words) => {
    await expect(openRecording(madeRecording({ lines: sound, markets }))).rejects.toMatchObject({
      code: 'invalid-input-file',
      message: expect.stringContaining(words) as string,
    })
  })

  test('without markets.json is refused by file', async () => {
    const folder = madeRecording({ lines: sound })
    rmSync(join(folder, 'markets.json'))
    await expect(openRecording(folder)).rejects.toMatchObject({
      code: 'invalid-input-file',
      message: expect.stringContaining('markets.json') as string,
    })
  })

  test('may start its markets with a byte order mark', async () => {
    const folder = madeRecording({ lines: sound })
    writeFileSync(join(folder, 'markets.json'), `\uFEFF${JSON.stringify([madeMarket])}`)
    expect((await openRecording(folder)).markets).toHaveLength(1)
  })

  test('keeps the markets that can be read and the reasons of the others', async () => {
    const folder = madeRecording({ lines: sound, markets: [madeMarket, {}, 7] })
    const { markets, rejectedMarkets, name } = await openRecording(folder)
    expect(name).toBe('made')
    expect(markets.map(({ id }) => id)).toEqual(['game'])
    expect(rejectedMarkets).toEqual(['missing-condition-id', 'not-an-object'])
  })
})

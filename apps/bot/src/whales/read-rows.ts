import { Readable } from 'node:stream'
import { messageOf } from '@bot/core'
import { openDuckDb } from '@bot/whale-tracker/history'
import { parse } from 'csv-parse'
import { type FileLine, readLines } from '../recording/read-lines.js'
import type { RawRow } from './row-formats.js'

/** A row of a file, or what is wrong with a line of it. */
export type FileRow = Readonly<{ row: RawRow }> | Readonly<{ line: number; problem: string }>

/**
 * Yields the rows of a CSV, JSON-lines or JSON-array file, plain or gzipped, recognised by its first character; or of a
 * Parquet file, by its name.
 *
 * @throws BotError `invalid-config` for a Parquet file without DuckDB
 */
export async function* readRows(path: string): AsyncGenerator<FileRow> {
  if (/\.parquet$/i.test(path)) {
    yield* parquetRows(path)
    return
  }
  const lines = readLines(path)
  let first = await lines.next()
  while (first.done !== true && 'text' in first.value && first.value.text.trim() === '') {
    first = await lines.next()
  }
  if (first.done === true) return
  if ('problem' in first.value) {
    yield first.value
    return
  }
  const head = first.value.text.trimStart()
  if (head.startsWith('[')) yield* arrayRows(head, lines)
  else if (head.startsWith('{')) yield* lineRows({ ...first.value, text: head }, lines)
  else yield* csvRows(head, lines)
}

async function* parquetRows(path: string): AsyncGenerator<FileRow> {
  const database = await openDuckDb()
  let line = 0
  try {
    for await (const rows of database.stream(`select * from ${database.readFile(path)}`)) {
      line += rows.length
      for (const row of rows) yield { row }
    }
  } catch (thrown) {
    yield { line: line + 1, problem: messageOf(thrown) }
  } finally {
    database.close()
  }
}

async function* arrayRows(head: string, lines: AsyncGenerator<FileLine>): AsyncGenerator<FileRow> {
  const parts = [head]
  let problem: Extract<FileRow, { problem: string }> | undefined
  for await (const item of lines) {
    if ('problem' in item) problem = item
    else parts.push(item.text)
  }
  if (problem !== undefined) yield problem
  try {
    const rows: unknown = JSON.parse(parts.join('\n'))
    if (Array.isArray(rows)) for (const row of rows) yield asRow(row, 1)
  } catch (thrown) {
    if (problem === undefined) yield { line: 1, problem: messageOf(thrown) }
  }
}

async function* lineRows(
  first: FileLine,
  lines: AsyncGenerator<FileLine>,
): AsyncGenerator<FileRow> {
  yield parseJsonLine(first)
  for await (const item of lines) {
    if ('problem' in item || item.text.trim() !== '') yield parseJsonLine(item)
  }
}

const parseJsonLine = (item: FileLine): FileRow => {
  if ('problem' in item) return item
  try {
    return asRow(JSON.parse(item.text), item.line)
  } catch (thrown) {
    return { line: item.line, problem: messageOf(thrown) }
  }
}

const asRow = (value: unknown, line: number): FileRow =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? { row: value as RawRow }
    : { line, problem: 'expected an object' }

/** A line that cannot be parsed spoils itself alone; quoted line breaks are allowed. */
async function* csvRows(head: string, lines: AsyncGenerator<FileLine>): AsyncGenerator<FileRow> {
  const problems: Extract<FileRow, { problem: string }>[] = []
  const source = Readable.from(csvText(head, lines, problems))
  const parser = source.pipe(
    parse({
      info: true,
      relax_column_count: true,
      skip_records_with_error: true,
      on_skip: (error) => {
        problems.push({
          line: Number(error?.['lines'] ?? 0),
          problem: error?.message ?? 'unreadable',
        })
        return undefined
      },
    }),
  )
  let columns: readonly string[] | undefined
  for await (const item of parser as AsyncIterable<CsvRecord>) {
    yield* problems.splice(0)
    const cells = item.record
    if (columns === undefined) columns = cells
    else if (cells.length !== columns.length) {
      const problem = `expected ${columns.length} columns, was ${cells.length}`
      yield { line: item.info.lines, problem }
    } else yield { row: Object.fromEntries(columns.map((column, index) => [column, cells[index]])) }
  }
  yield* problems
}

type CsvRecord = Readonly<{ record: readonly string[]; info: Readonly<{ lines: number }> }>

async function* csvText(
  head: string,
  lines: AsyncGenerator<FileLine>,
  problems: Extract<FileRow, { problem: string }>[],
): AsyncGenerator<string> {
  let block = `${head}\n`
  for await (const item of lines) {
    if ('problem' in item) problems.push(item)
    else block += `${item.text}\n`
    if (block.length > BLOCK) {
      yield block
      block = ''
    }
  }
  yield block
}

/** Characters handed to the CSV parser at once. */
const BLOCK = 65_536

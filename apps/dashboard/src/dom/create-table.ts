import { type Child, element, fill } from './element.js'

/** A column. Numbers are aligned right; a `minor` column is left out on a narrow screen. */
export type Column<Row> = Readonly<{
  head: string
  cell: (row: Row, now: number) => Child
  number?: boolean
  minor?: boolean
  /** The cell that names the row. */
  names?: boolean
}>

/** A table that is filled again and again. */
export type Table<Row> = Readonly<{
  element: HTMLElement
  update: (rows: readonly Row[] | undefined, now: number) => void
}>

const WAITING = 'Waiting for the bot to answer.'

/** Makes a table; without rows it says what to expect. It is only drawn again when its rows changed. */
export const createTable = <Row>(
  options: Readonly<{
    caption: string
    columns: readonly Column<Row>[]
    empty: string
    most?: number
  }>,
): Table<Row> => {
  const { caption, columns, empty, most = 50 } = options
  const body = element('tbody')
  const note = element('p', { class: 'empty' }, WAITING)
  const heads = columns.map((column) =>
    element('th', { scope: 'col', class: classOf(column) }, column.head),
  )
  const table = element(
    'table',
    { hidden: true },
    element('caption', { class: 'sr' }, caption),
    element('thead', {}, element('tr', {}, ...heads)),
    body,
  )
  const scroller = element('div', { class: 'scroll' }, table, note)
  let drawn = ''

  const drawRow = (row: Row, now: number): HTMLElement =>
    element(
      'tr',
      {},
      ...columns.map((column) => {
        const attributes = { class: classOf(column), scope: column.names ? 'row' : undefined }
        return element(column.names ? 'th' : 'td', attributes, column.cell(row, now))
      }),
    )

  return {
    element: scroller,
    update: (rows, now) => {
      const key = JSON.stringify(rows) ?? ''
      if (key === drawn) return
      drawn = key
      const none = rows === undefined || rows.length === 0
      table.hidden = none
      note.hidden = !none
      note.textContent = rows === undefined ? WAITING : empty
      fill(body, ...(rows ?? []).slice(0, most).map((row) => drawRow(row, now)))
    },
  }
}

const classOf = <Row>({ number, minor }: Column<Row>): string | undefined =>
  [number === true ? 'number' : '', minor === true ? 'minor' : ''].join(' ').trim() || undefined

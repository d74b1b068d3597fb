/** Writes one line to standard output. */
export const printLine = (text: string): void => void process.stdout.write(`${text}\n`)

/** Writes a result as one JSON object. */
export const printJson = (value: unknown): void => printLine(JSON.stringify(value))

/** Writes rows as columns of equal width; the first row is the heading. */
export const printTable = (rows: readonly (readonly string[])[]): void => {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  )
  for (const row of rows) {
    printLine(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
  }
}

import { once } from 'node:events'
import { exportJournal, verifyJournal } from '@bot/journal'
import { printJson, printLine } from './print.js'

/** Checks a journal and says what is there and what is not; returns the exit code. */
export const verifyCommand = async (folder: string, json: boolean): Promise<number> => {
  const report = await verifyJournal(folder)
  const sound = report.damaged.length === 0 && report.gaps.length === 0
  if (json) printJson({ ...report, sound })
  else {
    printLine(`${report.entries} entries, seq ${report.firstSeq} to ${report.lastSeq}`)
    for (const gap of report.gaps) printLine(`missing: seq ${gap.from} to ${gap.to}`)
    for (const gone of report.expired) {
      printLine(`expired market data: seq ${gone.from} to ${gone.to}`)
    }
    if (report.unfinishedBytes > 0) {
      printLine(
        `${report.unfinishedBytes} bytes of an interrupted write; the next start cuts them off`,
      )
    }
    printLine(sound ? 'The journal is sound.' : 'The journal is damaged.')
  }
  for (const { file, line, problem } of report.damaged) {
    process.stderr.write(`${file}:${line}: ${problem}\n`)
  }
  return sound ? 0 : 1
}

/** Prints every entry above a seq as a line of JSON; damage goes to standard error. */
export const exportCommand = async (folder: string, after: number): Promise<number> => {
  let damaged = 0
  const onDamage = ({
    file,
    line,
    problem,
  }: Readonly<{ file: string; line: number; problem: string }>): void => {
    damaged += 1
    process.stderr.write(`${file}:${line}: ${problem}\n`)
  }
  for await (const entry of exportJournal(folder, { afterSeq: after, onDamage })) {
    if (!process.stdout.write(`${JSON.stringify(entry)}\n`)) await once(process.stdout, 'drain')
  }
  return damaged === 0 ? 0 : 1
}

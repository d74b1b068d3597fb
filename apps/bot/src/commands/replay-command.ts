import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Relation } from '@bot/arbitrage'
import { BotError, messageOf } from '@bot/core'
import { openJournal } from '@bot/journal'
import type { Config } from '../config/load-config.js'
import { type Damage, openRecording } from '../recording/read-recording.js'
import { confirmedRelations } from '../relations/read-relation-file.js'
import { findJournals } from '../replay/find-journals.js'
import {
  type ReplayedJournal,
  type ReplayedSession,
  replayJournal,
} from '../replay/replay-journal.js'
import { type ReplayedRecording, replayRecording } from '../replay/replay-recording.js'
import { totalReport } from '../replay/total-report.js'
import { chooseStrategies } from '../runtime/assemble.js'
import { beginSession, endSession } from '../runtime/session.js'
import {
  ARBITRAGE_STEPS,
  type ArbitrageFunnel,
  type ArbitrageStep,
} from '../stats/arbitrage-funnel.js'
import { VERSION } from '../version.js'
import { printJson, printLine, printTable } from './print.js'

/** What `bot replay` was asked. */
export type ReplayCommand = Readonly<{
  folders: readonly string[]
  json: boolean
  /** Folder below which each recording's run is journalled. */
  journal?: string
  fromJournal: boolean
}>

/** Runs recordings or journals through the loop and prints what came out; returns the exit code. */
export const replayCommand = async (command: ReplayCommand, config: Config): Promise<number> => {
  if (command.folders.length === 0) {
    throw new BotError(
      'invalid-argument',
      'Expected at least one recording folder: bot replay <recording...>',
    )
  }
  return command.fromJournal ? fromJournals(command, config) : fromRecordings(command, config)
}

const fromRecordings = async (command: ReplayCommand, config: Config): Promise<number> => {
  const relations = confirmedRelations(config.settings.relationsFile)
  const done: ReplayedRecording[] = []
  const damage: Damage[] = []
  for (const folder of command.folders) {
    try {
      done.push(await runOne(folder, command, config, relations))
    } catch (thrown) {
      damage.push({ file: folder, line: 0, problem: messageOf(thrown) })
    }
  }
  damage.push(...done.flatMap((each) => each.damage))
  reportDamage(damage)
  const recordings = done.map((each) => each.report)
  const total = totalReport(done)
  if (command.json) {
    printJson({ recordings, total, ...(damage.length === 0 ? {} : { damaged: damage }) })
  } else {
    const columns = [
      'name',
      'frames',
      'books',
      'crossedStates',
      'naive',
      'gaps',
      'certified',
      'scans',
      'signals',
      'orders',
      'fills',
      'fees',
      'pnl',
    ] as const
    const cell = (value: unknown): string =>
      typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(2) : String(value ?? '')
    const rows = [...recordings, { ...total, name: 'total' }]
    printTable([columns, ...rows.map((row) => columns.map((column) => cell(row[column])))])
    printLine('')
    printLine(
      `refused: ${
        Object.entries(total.refusals)
          .map(([reason, count]) => `${reason} ${count}`)
          .join(', ') || 'nothing'
      }`,
    )
    printTable([
      ['arbitrage', 'passed', 'refused here'],
      ...ARBITRAGE_STEPS.map((step) => [
        step,
        String(total.arbitrage.steps[step]),
        refusedAt(total.arbitrage, step),
      ]),
    ])
    printLine(`decisions ${total.decisionsHash}, ${Math.round(total.eventsPerSecond)} events/s`)
  }
  return damage.length === 0 ? 0 : 1
}

const refusedAt = ({ refusals }: ArbitrageFunnel, step: ArbitrageStep): string =>
  refusals
    .filter((each) => each.step === step)
    .map(({ reason, count }) => `${reason} ${count}`)
    .join(', ')

const runOne = async (
  folder: string,
  command: ReplayCommand,
  config: Config,
  relations: readonly Relation[],
): Promise<ReplayedRecording> => {
  const recording = await openRecording(folder)
  const { settings, strategies } = config
  if (command.journal === undefined) {
    return replayRecording(recording, { settings, extraStrategies: strategies, relations })
  }
  const journal = await openJournal({ folder: join(command.journal, recording.name) })
  try {
    if (journal.lastSeq() > 0) {
      throw new BotError(
        'invalid-argument',
        `Expected an empty journal folder, ${journal.folder} holds ${journal.lastSeq()} entries; name another folder`,
      )
    }
    beginSession(journal, settings, chooseStrategies(settings, strategies, relations), VERSION)
    const replayed = await replayRecording(recording, {
      settings,
      extraStrategies: strategies,
      relations,
      journal,
    })
    endSession(journal, replayed.report.decisionsHash)
    return replayed
  } finally {
    await journal.close()
  }
}

type JournalReport = Readonly<{ folder: string; damaged: readonly Damage[] }> &
  Pick<ReplayedJournal, 'sessions'>

/** Decides one journal again; one that cannot be read is damage, and the others go on. */
const decideAgain = async (folder: string, config: Config): Promise<JournalReport> => {
  try {
    const { sessions, damage } = await replayJournal(folder, config.strategies)
    return { folder, sessions, damaged: damage }
  } catch (thrown) {
    return {
      folder,
      sessions: [],
      damaged: [{ file: folder, line: 0, problem: messageOf(thrown) }],
    }
  }
}

const fromJournals = async (command: ReplayCommand, config: Config): Promise<number> => {
  const digest = createHash('sha256')
  const journals: JournalReport[] = []
  for (const folder of command.folders.flatMap(findJournals)) {
    const report = await decideAgain(folder, config)
    reportDamage(report.damaged)
    for (const session of report.sessions) digest.update(session.decisionsHash)
    journals.push(report)
  }
  const total = { decisionsHash: digest.digest('hex') }
  if (command.json) printJson({ journals, total })
  else {
    for (const { folder, sessions } of journals) {
      for (const session of sessions) printLine(`${folder} ${describeSession(session)}`)
    }
    printLine(`total ${total.decisionsHash}`)
  }
  const sound = journals.every(
    ({ damaged, sessions }) =>
      damaged.length === 0 && sessions.every((session) => session.matches !== false),
  )
  return sound ? 0 : 1
}

const describeSession = (session: ReplayedSession): string => {
  const { fromSeq, toSeq, decisionsHash, matches } = session
  const same = matches === true ? 'same' : 'DIFFERENT'
  const verdict = matches === null ? 'not ended cleanly, nothing to compare' : same
  return `${fromSeq}..${toSeq}: ${decisionsHash} (${verdict})`
}

const reportDamage = (damage: readonly Damage[]): void => {
  for (const { file, line, problem } of damage) {
    process.stderr.write(
      line > 0 ? `${file}:${line}: ${problem}; what is sound is kept\n` : `${file}: ${problem}\n`,
    )
  }
}

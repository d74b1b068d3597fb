import { type JournalPort, parseUsd, type Strategy, type Usd } from '@bot/core'
import { SETTINGS, type SettingName, type Settings } from '../config/settings.js'

/** One run that wrote to a journal: what it takes to decide the same again. */
export type Session = Readonly<{
  /** The first entry of this run. */
  fromSeq: number
  settings: Partial<Settings>
  strategies: readonly string[]
  version: string
  /** What the run decided, when it ended cleanly. */
  decisionsHash?: string
}>

const KEY = 'sessions'

/** Returns the journal's sessions, oldest first. */
export const readSessions = (journal: Pick<JournalPort, 'getMeta'>): readonly Session[] =>
  (journal.getMeta(KEY) as readonly Session[] | undefined) ?? []

/** Records that a run begins. Secrets stay out. */
export const beginSession = (
  journal: JournalPort,
  settings: Settings,
  strategies: readonly Strategy[],
  version: string,
): void => {
  const open = (Object.keys(SETTINGS) as SettingName[]).filter((name) => !SETTINGS[name].secret)
  const kept = Object.fromEntries(open.map((name) => [name, settings[name]])) as Partial<Settings>
  const session: Session = {
    fromSeq: journal.lastSeq() + 1,
    settings: kept,
    strategies: strategies.map((strategy) => strategy.name),
    version,
  }
  journal.setMeta(KEY, [...readSessions(journal), session])
}

/** Records what the run decided. */
export const endSession = (journal: JournalPort, decisionsHash: string): void => {
  const sessions = readSessions(journal)
  const last = sessions.at(-1)
  if (last === undefined) return
  journal.setMeta(KEY, [...sessions.slice(0, -1), { ...last, decisionsHash }])
}

/** Returns the cash that the journal's first run began with: later runs resume, whatever the setting says now. */
export const startingCash = (journal: Pick<JournalPort, 'getMeta'>, settings: Settings): Usd => {
  const [first] = readSessions(journal)
  const dollars = first?.settings.startingBalance ?? settings.startingBalance
  return parseUsd(dollars, 'nearest')
}

/** Puts the defaults in where a journal of an older version lacks a setting. */
export const completeSettings = (partial: Partial<Settings>): Settings =>
  Object.fromEntries(
    (Object.keys(SETTINGS) as SettingName[]).map((name) => [
      name,
      partial[name] ?? SETTINGS[name].default,
    ]),
  ) as Settings

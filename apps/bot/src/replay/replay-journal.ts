import { isDeepStrictEqual } from 'node:util'
import { BotError, type OrderIntent, type OrderRef, type Stamped, type Strategy } from '@bot/core'
import { createDecisionsHash, replay, restoreAccount } from '@bot/engine'
import { type JournalReader, openJournalReader } from '@bot/journal'
import { sha256 } from '../effects/sha256.js'
import type { Damage } from '../recording/read-recording.js'
import { confirmedRelations } from '../relations/read-relation-file.js'
import { assembleBrain, chooseStrategies, createPolicy } from '../runtime/assemble.js'
import { completeSettings, readSessions, type Session, startingCash } from '../runtime/session.js'
import { shown } from '../runtime/shown.js'
import { createDecisionCounts, type DecisionCounts } from './decision-counts.js'

/** One session of a journal, decided again. `matches` is absent when the run did not end cleanly. */
export type ReplayedSession = Readonly<{
  fromSeq: number
  toSeq: number
  events: number
  decisionsHash: string
  recordedHash: string | null
  matches: boolean | null
  /** Orders that the run signed although the same events decide otherwise: 0, also when it did not end cleanly. */
  ordersNotDecided: number
}> &
  DecisionCounts

/** A whole journal, decided again. */
export type ReplayedJournal = Readonly<{
  sessions: readonly ReplayedSession[]
  damage: readonly Damage[]
}>

/**
 * Feeds a journal's entries to a new engine, session by session, and compares what is decided with what was.
 *
 * @throws BotError `invalid-input-file` when the journal names no session or a strategy that is not installed.
 */
export const replayJournal = async (
  folder: string,
  extraStrategies: readonly Strategy[],
): Promise<ReplayedJournal> => {
  const reader = openJournalReader(folder)
  try {
    if (readSessions(reader).length === 0) {
      throw new BotError('invalid-input-file', `The journal ${folder} names no run that wrote it`, {
        folder,
      })
    }
    return await replaySessions(reader, extraStrategies)
  } finally {
    reader.close()
  }
}

/** Does the same with a journal that is open already. */
export const replaySessions = async (
  reader: Pick<JournalReader, 'read' | 'getMeta'>,
  extraStrategies: readonly Strategy[],
): Promise<ReplayedJournal> => {
  const sessions = readSessions(reader)
  const damage: Damage[] = []
  const replayed: ReplayedSession[] = []
  for (const [index, session] of sessions.entries()) {
    const until = (sessions[index + 1]?.fromSeq ?? Number.POSITIVE_INFINITY) - 1
    replayed.push(await replaySession(reader, session, until, extraStrategies, damage))
  }
  return { sessions: replayed, damage }
}

const replaySession = async (
  reader: Pick<JournalReader, 'read' | 'getMeta'>,
  session: Session,
  until: number,
  extraStrategies: readonly Strategy[],
  damage: Damage[],
): Promise<ReplayedSession> => {
  const settings = completeSettings(session.settings)
  const relations = confirmedRelations(settings.relationsFile)
  requireStrategies(session, chooseStrategies(settings, extraStrategies, relations))
  const entries = (after: number, to: number): AsyncGenerator<Stamped> =>
    through(
      reader.read(after, (found) => void damage.push(asDamage(found))),
      to,
    )
  const start = startingCash(reader, settings)
  const policy = createPolicy(settings)
  const earlier = shown(entries(0, session.fromSeq - 1), policy.remember)
  const account = await restoreAccount(start, earlier)
  const { engine } = assembleBrain({ settings, extraStrategies, relations, start: account, policy })
  const hash = createDecisionsHash(sha256())
  const counts = createDecisionCounts()
  const decided = new Map<OrderRef, OrderIntent>()
  let ordersNotDecided = 0
  let last = session.fromSeq - 1
  const events = await replay(engine, entries(session.fromSeq - 1, until), (stamped, tick) => {
    hash.add(stamped, tick)
    counts.add(stamped, tick)
    for (const command of tick.commands)
      if (command.kind === 'submit') decided.set(command.order.ref, command.order)
    const { event } = stamped
    if (event.type === 'order-prepared' && !isDeepStrictEqual(decided.get(event.ref), event.intent))
      ordersNotDecided += 1
    last = stamped.seq
  })
  const decisionsHash = hash.result().hash
  const recordedHash = session.decisionsHash ?? null
  return {
    fromSeq: session.fromSeq,
    toSeq: last,
    events,
    decisionsHash,
    recordedHash,
    matches: recordedHash === null ? null : recordedHash === decisionsHash,
    ordersNotDecided,
    ...counts.result(),
  }
}

async function* through(entries: AsyncIterable<Stamped>, until: number): AsyncGenerator<Stamped> {
  for await (const entry of entries) {
    if (entry.seq > until) return
    yield entry
  }
}

const asDamage = (found: Readonly<{ file: string; line: number; problem: string }>): Damage => ({
  file: found.file,
  line: found.line,
  problem: found.problem,
})

const requireStrategies = (session: Session, available: readonly Strategy[]): void => {
  const names = new Set(available.map((strategy) => strategy.name))
  const missing = session.strategies.filter((name) => !names.has(name))
  if (missing.length === 0) return
  throw new BotError(
    'invalid-input-file',
    `The run used strategies that are not here: ${missing.join(', ')}. Load them with bot.config.mjs or BOT_STRATEGIES.`,
    { missing },
  )
}

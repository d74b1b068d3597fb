import { isBotError } from '@bot/core'
import { replaySessions } from '../../replay/replay-journal.js'
import type { CrashDisk } from '../journal/create-crash-disk.js'
import type { Report } from './violation.js'

/** Checks that the journal is whole and in order, and that the same events decide the same again. */
export const checkJournal = async (
  disk: Pick<CrashDisk, 'entries' | 'meta'>,
  report: Report,
): Promise<readonly string[]> => {
  const entries = disk.entries()
  entries.forEach(({ seq }, index) => {
    if (seq !== index + 1) report('journal-broken', `entry ${index + 1} has number ${seq}`)
  })
  try {
    const { sessions } = await replaySessions({ read: entriesAfter(disk), getMeta: disk.meta }, [])
    for (const { fromSeq, matches, ordersNotDecided, decisionsHash, recordedHash } of sessions) {
      if (matches === false)
        report('replay-differs', `from ${fromSeq}: ${decisionsHash}, was ${recordedHash}`)
      if (ordersNotDecided > 0)
        report(
          'replay-differs',
          `from ${fromSeq}: ${ordersNotDecided} orders are not decided again`,
        )
    }
    return sessions.map(({ decisionsHash }) => decisionsHash)
  } catch (thrown) {
    if (!isBotError(thrown)) throw thrown
    report('journal-broken', thrown.message)
    return []
  }
}

const entriesAfter = (disk: Pick<CrashDisk, 'entries'>) =>
  async function* (afterSeq: number) {
    yield* disk.entries().slice(afterSeq)
  }

import type { Stamped } from '../../events/event.js'
import type { ContractCase } from '../../ports/contract-case.js'
import type { JournalPort } from '../../ports/journal-port.js'
import { stampAll } from '../builders.js'
import { sampleEvents } from '../sample-events.js'
import { expectRefusal, expectSame, expectThat } from './expect-that.js'

const readAll = async (journal: JournalPort, afterSeq = 0): Promise<Stamped[]> => {
  const entries: Stamped[] = []
  for await (const entry of journal.read(afterSeq)) entries.push(entry)
  return entries
}

const journalCase = (
  name: string,
  promise: (journal: JournalPort, sample: readonly Stamped[]) => Promise<void>,
): ContractCase<JournalPort> => ({
  name,
  run: async (make) => {
    const journal = await make()
    try {
      await promise(journal, stampAll(sampleEvents()))
    } finally {
      await journal.close()
    }
  },
})

/** What every {@link JournalPort} must do; `make` returns an empty journal. */
export const journalCases: readonly ContractCase<JournalPort>[] = [
  journalCase('is empty at first', async (journal) => {
    expectSame(journal.lastSeq(), 0, 'lastSeq of an empty journal')
    expectSame(await readAll(journal), [], 'entries of an empty journal')
    await journal.flush()
  }),
  journalCase('reads back every type of event as it was appended', async (journal, sample) => {
    journal.append(sample)
    await journal.flush()
    expectSame(await readAll(journal), sample, 'what was read')
    expectSame(journal.lastSeq(), sample.length, 'lastSeq')
  }),
  journalCase('reads what was appended but not flushed', async (journal, sample) => {
    journal.append(sample.slice(0, 3))
    expectSame(await readAll(journal), sample.slice(0, 3), 'what was read before a flush')
  }),
  journalCase('reads above a seq, in order', async (journal, sample) => {
    for (const entry of sample) journal.append([entry])
    expectSame(await readAll(journal, 4), sample.slice(4), 'entries above seq 4')
    expectSame(await readAll(journal, sample.length), [], 'entries above the last seq')
  }),
  journalCase('keeps gaps in seq', async (journal, sample) => {
    const sparse = sample.map((entry) => ({ ...entry, seq: entry.seq * 10 }))
    journal.append(sparse)
    expectSame(await readAll(journal, 15), sparse.slice(1), 'entries above seq 15')
    expectSame(journal.lastSeq(), sample.length * 10, 'lastSeq')
  }),
  journalCase(
    'refuses a seq that is not above the last, and keeps nothing of it',
    async (journal, sample) => {
      journal.append(sample.slice(0, 2))
      const [, second, third] = sample
      expectThat(second !== undefined && third !== undefined, 'the sample has three entries')
      await expectRefusal(() => journal.append([second]), ['invalid-argument'], 'a repeated seq')
      await expectRefusal(
        () => journal.append([third, second]),
        ['invalid-argument'],
        'a batch out of order',
      )
      expectSame(await readAll(journal), sample.slice(0, 2), 'entries after refusals')
      journal.append([third])
      expectSame(journal.lastSeq(), 3, 'lastSeq after a good append')
    },
  ),
  journalCase('accepts an empty batch', async (journal) => {
    journal.append([])
    expectSame(journal.lastSeq(), 0, 'lastSeq')
  }),
  journalCase('a read that has begun ends, though appending goes on', async (journal, sample) => {
    journal.append(sample.slice(0, 2))
    let seen = 0
    for await (const entry of journal.read(0)) {
      seen += 1
      expectThat(seen < 50, 'a read must not follow what is appended for ever')
      journal.append([{ ...entry, seq: journal.lastSeq() + 1 }])
    }
    expectThat(seen >= 2, 'a read yields at least what was there', { seen })
  }),
  journalCase('keeps named values beside the entries', async (journal) => {
    expectSame(journal.getMeta('seed'), undefined, 'a value that was never set')
    journal.setMeta('seed', 7)
    journal.setMeta('config', { a: [1, null, 'x'] })
    journal.setMeta('seed', 8)
    await journal.flush()
    expectSame(journal.getMeta('seed'), 8, 'the last value')
    expectSame(journal.getMeta('config'), { a: [1, null, 'x'] }, 'an object')
  }),
  journalCase('flushes again and again, also at once', async (journal, sample) => {
    journal.append(sample.slice(0, 2))
    await Promise.all([journal.flush(), journal.flush()])
    journal.append(sample.slice(2))
    await journal.flush()
    await journal.flush()
    expectSame(await readAll(journal), sample, 'entries after several flushes')
  }),
  journalCase('closes twice and then refuses to append', async (journal, sample) => {
    await journal.close()
    await journal.close()
    await expectRefusal(
      () => journal.append(sample.slice(0, 1)),
      ['journal-write-failed'],
      'an append after close',
    )
  }),
]

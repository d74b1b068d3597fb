import { journalCases } from '@bot/core/testing'
import { describe, test } from 'vitest'
import { openJournal } from './open-journal.js'
import { temporaryFolder } from './testing/temporary-folder.js'

describe('the journal on disk keeps the contract', () => {
  for (const { name, run } of journalCases) {
    test(name, () => run(() => openJournal({ folder: temporaryFolder() })))
  }
})

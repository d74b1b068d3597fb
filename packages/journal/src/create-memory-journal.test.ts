import { journalCases } from '@bot/core/testing'
import { describe, test } from 'vitest'
import { createMemoryJournal } from './create-memory-journal.js'

describe('the journal in memory keeps the contract', () => {
  for (const { name, run } of journalCases) test(name, () => run(async () => createMemoryJournal()))
})

// Reads from the first source that answers, and never lets old data pass for new.
import assert from 'node:assert/strict'
import { isBotError } from '@bot/core'
import { createManualClock } from '@bot/core/testing'
import { createSourceChain } from '@bot/data-aggregator'

const clock = createManualClock()
let down: readonly string[] = []
const source = (name: string) => ({
  name,
  read: async (key: string): Promise<string> => {
    if (down.includes(name)) throw new Error('does not answer')
    return `${key} as ${name} knows it`
  },
})
const chain = createSourceChain({
  kind: 'scores',
  sources: [source('first'), source('second')],
  clock,
  retry: { retries: 0, minWaitMs: 0, maxWaitMs: 0 },
  onFallback: ({ from, to, reason }) => console.log(`  passed over ${from} for ${to}: ${reason}`),
})

const states: string[] = []
const read = async (what: string): Promise<void> => {
  const { value, provenance } = await chain.read('nba')
  const { state, ageMs } = provenance
  states.push(`${provenance.source} ${state}`)
  console.log(`${what}: "${value}", ${state}, ${ageMs / 1_000} s old`)
}

await read('all well')
down = ['first']
await read('first is down')
down = ['first', 'second']
clock.advance(60_000)
await read('all down for a minute')
clock.advance(600_000)
await read('all down for long')
const unknown = await chain.read('nfl').catch((thrown: unknown) => thrown)
assert(isBotError(unknown, 'no-data'))
console.log(`never read before: ${unknown.code}`)
assert.deepEqual(states, ['first live', 'second live', 'second cached', 'second last-known'])
for (const { name, status } of chain.health()) console.log(`${name} is ${status}`)

import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createLocalSigner, type Signer } from '@bot/polymarket'
import { linesInMemory, linesOf, openSettlement } from '../live/open-settlement.js'
import { stateFiles } from '../runtime/journal-folder.js'
import type { Execution, ExecutionParts } from './execution.js'
import { openSignedExecution } from './signed-execution.js'
import type { Venue } from './venue.js'

/** What the simulated exchange is traded on with. */
export type SimExecutionOptions = Readonly<{
  venue: Venue
  /** Where the throw-away key and what it signed for the chain are kept, so that the account is the same at the next start. */
  folder?: string
  fetch: typeof globalThis.fetch
  /** The node of the exchange's chain. */
  rpcUrl: string
  seed: number
  /** Called after each report of ours: the exchange must not forget what the journal knows. */
  onReport: () => void
}>

/** The exchange's chain forgets nothing that it has put into a block. */
const CONFIRMATIONS = 1

/** Trades on the simulated exchange as live: signed orders over HTTP, protocol actions as transactions on its chain. */
export const openSimExecution = async (
  parts: ExecutionParts,
  { venue, folder, fetch, rpcUrl, seed, onReport }: SimExecutionOptions,
): Promise<Execution> => {
  const signer = readSigner(folder === undefined ? undefined : join(folder, 'throw-away.key'))
  const settlement = await openSettlement({
    ...{ rpcUrl, fetch, clock: parts.clock, confirmations: CONFIRMATIONS },
    account: { signer, wallet: { kind: 'eoa' } },
    lines: folder === undefined ? linesInMemory() : linesOf(stateFiles(folder).settlements),
    marketById: (id) => parts.view().market(id),
    onProblem: (thrown) => parts.log.warn({ err: thrown }, 'Settlement: a problem with the chain'),
  })
  const execution = await openSignedExecution(parts, {
    ...{ venue, signer, seed, onReport },
    settle: (request) => settlement.settle(request).finally(onReport),
    label: 'orders are signed with a throw-away key and filled by the simulated exchange',
  })
  return {
    ...execution,
    close: async () => {
      await settlement.close()
      await execution.close()
    },
  }
}

const readSigner = (file: string | undefined): Signer => {
  if (file !== undefined && existsSync(file))
    return createLocalSigner(readFileSync(file, 'utf8').trim())
  const key = `0x${randomBytes(32).toString('hex')}`
  if (file !== undefined) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, key, { mode: 0o600 })
  }
  return createLocalSigner(key)
}

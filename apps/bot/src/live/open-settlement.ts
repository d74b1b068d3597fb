import { appendFile, mkdir, open, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Approved, Clock, MarketFacts, MarketId, SettleRequest, SettleResult } from '@bot/core'
import {
  createChainSettlement,
  createRpc,
  openSettlementStore,
  type StoreLines,
} from '@bot/polymarket'
import type { TradingAccount } from './trading-account.js'

/** What settles protocol actions on chain. */
export type SettlementParts = Readonly<{
  rpcUrl: string
  /** Where signed transactions are written down before they are sent. */
  lines: StoreLines
  account: Pick<TradingAccount, 'signer' | 'wallet'>
  marketById: (id: MarketId) => MarketFacts | undefined
  fetch: typeof globalThis.fetch
  clock: Clock
  /** Blocks until a transaction counts as certain. */
  confirmations?: number
  /** Milliseconds between two looks at a transaction; default two seconds, a block of Polygon. */
  pollMs?: number
  /** Hears why what an earlier run left open could not be looked after. */
  onProblem: (thrown: unknown) => void
}>

/** Settlement on chain, and its end. */
export type OpenedSettlement = Readonly<{
  settle: (request: Approved<SettleRequest>) => Promise<SettleResult>
  close: () => Promise<void>
}>

/**
 * Opens settlement on chain; what an earlier run signed and did not see end is sent again, the same bytes.
 *
 * @throws BotError `journal-corrupt` when the file of signed transactions cannot be read.
 */
export const openSettlement = async (parts: SettlementParts): Promise<OpenedSettlement> => {
  const { onProblem, rpcUrl: url, lines, account, marketById, fetch, clock } = parts
  const { confirmations, pollMs } = parts
  const settlement = createChainSettlement({
    request: createRpc({ url, fetch, clock }),
    signer: account.signer,
    wallet: account.wallet,
    marketById,
    store: await openSettlementStore(lines),
    clock,
    ...(confirmations === undefined ? {} : { confirmations }),
    ...(pollMs === undefined ? {} : { pollMs }),
  })
  void settlement.resume().catch(onProblem)
  return settlement
}

/** Keeps lines for as long as this process runs. */
export const linesInMemory = (): StoreLines => {
  let text = ''
  return {
    read: async () => text,
    append: async (line) => {
      text += line
    },
  }
}

/** Keeps lines in a file; each is on the disk before it counts as written. */
export const linesOf = (file: string): StoreLines => ({
  read: async () => {
    try {
      return await readFile(file, 'utf8')
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return ''
      throw thrown
    }
  },
  append: async (line) => {
    await mkdir(dirname(file), { recursive: true })
    await appendFile(file, line, { mode: 0o600 })
    const handle = await open(file)
    await handle.sync().finally(() => handle.close())
  },
})

import { averagePrice, type MarketId, type TokenId, type WalletActivity } from '@bot/core'

/** What one who copies does about a row, once the delay is over. */
export type CopyStep = CopyPurchase | CopySale | CopyPayment

/** A purchase to try. */
export type CopyPurchase = Readonly<{ kind: 'buy'; row: WalletActivity; token: TokenId }>

/** A sale, merge or conversion to follow: the part of a token's shares that the wallet gave up, above 0 and up to 1. */
export type CopySale = Readonly<{
  kind: 'exit'
  row: WalletActivity
  token: TokenId
  fraction: number
  price?: number
}>

/** A redemption that proves what a share of a token paid, in millionths of a dollar: nothing is sold. */
export type CopyPayment = Readonly<{
  kind: 'paid'
  row: WalletActivity
  token: TokenId
  payout: number
}>

/** What a wallet holds of a market by token, in millionths of a share, after the rows that are being noted. */
export type HoldingsAfter = (wallet: string, market: MarketId) => ReadonlyMap<TokenId, number>

/** Turns rows of wallets into steps; rows must come by time, each once. */
export type CopySteps = Readonly<{
  read: (rows: readonly WalletActivity[]) => readonly CopyStep[]
  /** Forgets what wallets held of a market that is over. */
  forget: (market: MarketId) => void
}>

type Shares = Map<TokenId, number>

/**
 * Makes a reader of steps. It knows what each wallet holds, so that a sale of half is an exit of half. What a wallet
 * held before its first row here comes from `holdingsAfter`, less what the rows themselves changed; without it nothing.
 */
export const createCopySteps = (holdingsAfter: HoldingsAfter | undefined): CopySteps => {
  const held = new Map<MarketId, Map<string, Shares>>()
  const sharesOf = (row: WalletActivity, rows: readonly WalletActivity[]): Shares => {
    const wallets = held.get(row.market) ?? new Map<string, Shares>()
    held.set(row.market, wallets)
    const known = wallets.get(row.wallet)
    if (known !== undefined) return known
    const shares: Shares = new Map()
    if (holdingsAfter !== undefined) {
      const mine = rows.filter((each) => each.wallet === row.wallet && each.market === row.market)
      for (const [token, count] of before(holdingsAfter(row.wallet, row.market), mine)) {
        shares.set(token, count)
      }
    }
    wallets.set(row.wallet, shares)
    return shares
  }
  return {
    read: (rows) => rows.flatMap((row, index) => stepsOf(row, sharesOf(row, rows.slice(index)))),
    forget: (market) => void held.delete(market),
  }
}

/** What was held before rows, from what is held after them. */
const before = (
  after: ReadonlyMap<TokenId, number>,
  rows: readonly WalletActivity[],
): readonly (readonly [TokenId, number])[] => {
  const shares = new Map(after)
  for (const row of rows) {
    for (const [token, change] of changesOf(row, shares)) {
      shares.set(token, (shares.get(token) ?? 0) - change)
    }
  }
  return [...shares].map(([token, count]) => [token, Math.max(0, count)])
}

const stepsOf = (row: WalletActivity, shares: Shares): readonly CopyStep[] => {
  if (row.kind === 'redeem') return paymentOf(row, shares)
  const steps: CopyStep[] = []
  const price = row.kind === 'trade' ? averagePrice(row.exchanged) : undefined
  for (const [token, change] of changesOf(row, shares)) {
    const had = shares.get(token) ?? 0
    shares.set(token, Math.max(0, had + change))
    if (row.kind === 'trade' && change > 0) steps.push({ kind: 'buy', row, token })
    if (change >= 0) continue
    // Who sells more than is known to be there sells all of it.
    const fraction = Math.min(1, -change / Math.max(had, 1))
    steps.push({ kind: 'exit', row, token, fraction, ...(price === undefined ? {} : { price }) })
  }
  return steps
}

/** How a row changes what its wallet holds. A conversion names the market whose second outcome, NO, was given up. */
const changesOf = (
  row: WalletActivity,
  shares: ReadonlyMap<TokenId, number>,
): readonly (readonly [TokenId, number])[] => {
  const { size } = row.exchanged
  if (row.kind === 'trade') {
    if (row.token === undefined || row.side === undefined) return []
    return [[row.token, row.side === 'buy' ? size : -size]]
  }
  if (row.kind === 'convert') return row.token === undefined ? [] : [[row.token, -size]]
  if (row.kind !== 'split' && row.kind !== 'merge') return []
  return [...shares.keys()].map((token) => [token, row.kind === 'split' ? size : -size])
}

/** A redemption in full of the one outcome that was held proves what it paid; anything else proves nothing. */
const paymentOf = (row: WalletActivity, shares: Shares): readonly CopyPayment[] => {
  const [only, ...more] = [...shares].filter(([, count]) => count > 0)
  const size: number = row.exchanged.size
  const paid: number = row.exchanged.notional
  if (only === undefined || more.length > 0 || size === 0 || size !== paid) return []
  return [{ kind: 'paid', row, token: only[0], payout: 1_000_000 }]
}

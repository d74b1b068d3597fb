/** How far what is missing reaches: a market, or every market of its event. */
export type MissingReach = 'market' | 'event'

/** Where rows of a wallet are missing or could not be followed, market by market; few wallets have any. */
export type MissingHistory = Readonly<{
  mark: (wallet: number, market: number, reach: MissingReach) => void
  clear: (wallet: number) => void
  /** What is missing of a wallet, by market. */
  of: (wallet: number) => ReadonlyMap<number, MissingReach>
}>

const NOTHING: ReadonlyMap<number, MissingReach> = new Map()

/** Makes an empty list. */
export const createMissingHistory = (): MissingHistory => {
  const byWallet = new Map<number, Map<number, MissingReach>>()
  return {
    mark: (wallet, market, reach) => {
      const markets = byWallet.get(wallet) ?? new Map<number, MissingReach>()
      byWallet.set(wallet, markets)
      if (markets.get(market) !== 'event') markets.set(market, reach)
    },
    clear: (wallet) => void byWallet.delete(wallet),
    of: (wallet) => byWallet.get(wallet) ?? NOTHING,
  }
}

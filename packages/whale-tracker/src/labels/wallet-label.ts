/** What a wallet is, other than someone with an opinion. */
export type LabelName = 'two-sided' | 'market-maker' | 'arbitrageur' | 'wash' | 'coordinated'

/** A label with the numbers that it rests on. */
export type WalletLabel = Readonly<{
  label: LabelName
  /** Counts and shares by name, the same names for every wallet with this label. */
  evidence: Readonly<Record<string, number>>
  /** The other wallets of the pair or cluster, sorted; empty for labels of one wallet alone. */
  others: readonly string[]
}>

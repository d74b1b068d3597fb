/** A market or event that could not be read: which one, and a short kebab-case reason. */
export type RejectedMarket = Readonly<{ market: string; reason: string }>

/** A page of a listing; the ones that could not be read are named in `rejected`. */
export type ListingPage<T> = Readonly<{
  items: readonly T[]
  rejected: readonly RejectedMarket[]
  /** Ask for the next page with it; absent on the last. */
  next?: string
}>

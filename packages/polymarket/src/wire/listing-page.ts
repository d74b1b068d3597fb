/** A market or event that could not be read: which one, and a short kebab-case reason. */
export type RejectedMarket = Readonly<{ market: string; reason: string }>

/** A page of a listing; the ones that could not be read are named in `rejected`. */
export type ListingPage<T> = Readonly<{
  items: readonly T[]
  rejected: readonly RejectedMarket[]
  /** Ask for the next page with it; absent on the last. */
  next?: string
}>

/** Reads each entry of a list with a function that returns what it read, or the reason why it could not. */
export const readListing = <T extends object>(
  list: readonly unknown[],
  read: (raw: unknown) => T | string,
  nameOf: (raw: unknown) => string,
): ListingPage<T> => {
  const items: T[] = []
  const rejected: RejectedMarket[] = []
  for (const raw of list) {
    const result = read(raw)
    if (typeof result === 'string') rejected.push({ market: nameOf(raw), reason: result })
    else items.push(result)
  }
  return { items, rejected }
}

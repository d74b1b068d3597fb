/** How often each reason was given. */
export type Rejected = Readonly<Record<string, number>>

/** Counts reasons. */
export const countReasons = (reasons: readonly string[]): Rejected => {
  const counts: Record<string, number> = {}
  for (const reason of reasons) counts[reason] = (counts[reason] ?? 0) + 1
  return counts
}

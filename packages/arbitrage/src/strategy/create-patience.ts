import type { TimeMs } from '@bot/core'

/** Remembers since when each opportunity of each subject has been there without a break. */
export type Patience = Readonly<{
  /** Tells whether an opportunity has been there for long enough; the first time that it is asked about begins it. */
  isOver: (subject: string, opportunity: string, now: TimeMs) => boolean
  /** Forgets one opportunity, or all of a subject: they are gone. */
  forget: (subject: string, opportunity?: string) => void
}>

/**
 * Makes a patience of `settleMs`. One message after another changes the books of related markets: in between they
 * show what never stood on the venue, or only the first part of what does.
 */
export const createPatience = (settleMs: number): Patience => {
  const since = new Map<string, Map<string, TimeMs>>()
  return {
    isOver: (subject, opportunity, now) => {
      if (settleMs === 0) return true
      const known = since.get(subject) ?? new Map<string, TimeMs>()
      since.set(subject, known)
      const began = known.get(opportunity) ?? now
      known.set(opportunity, began)
      return now - began >= settleMs
    },
    forget: (subject, opportunity) => {
      if (opportunity === undefined) since.delete(subject)
      else since.get(subject)?.delete(opportunity)
    },
  }
}

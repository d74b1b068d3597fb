/** One thing that a contract says: its value in a form that compares, and the words that say it. */
export type Term = Readonly<{ value: string; quote: string }>

/** What makes two contracts the same, in the order in which doubts are named. */
export const EQUIVALENCE_FIELDS = [
  'subject',
  'polarity',
  'act',
  'window-end',
  'window-start',
  'timezone',
  'threshold',
  'rounding',
  'source',
  'edge-cases',
  'other-rules',
] as const

/** One of {@link EQUIVALENCE_FIELDS}. */
export type EquivalenceField = (typeof EQUIVALENCE_FIELDS)[number]

/** A term that both texts do without. It needs no proof where the rest of the text is the same. */
export const NOT_SAID: Term = { value: 'not said', quote: '' }

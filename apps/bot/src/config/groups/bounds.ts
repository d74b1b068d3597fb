/** The effect of a setting whose strategy does not exist yet: said aloud rather than left out. */
export const NOT_YET = 'none yet: the strategy that reads it is not part of this version'

/** Dollars. */
export const money = { min: 0, max: 1_000_000 }
/** Percent of something. */
export const percent = { min: 0, max: 100 }
/** Whole numbers. */
export const count = (min: number, max: number) => ({ min, max, whole: true })

/**
 * The direction of a division that does not come out even, of the amount without its sign: `down` goes towards
 * zero, `up` away from it, `nearest` rounds halves away from zero.
 */
export type Rounding = 'down' | 'up' | 'nearest'

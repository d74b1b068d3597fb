/** The direction of a division that does not come out even. `nearest` rounds halves away from zero. */
export type Rounding = 'down' | 'up' | 'nearest'

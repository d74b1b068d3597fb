const FIRST_BLOCK = 60_000_000
const FIRST_SECOND = 1_720_000_000
const BLOCK_SECONDS = 2

/** Returns the number of the made-up block at a Unix second: one every two seconds. */
export const simulatedBlock = (seconds: number): number =>
  FIRST_BLOCK + Math.max(0, Math.floor((seconds - FIRST_SECOND) / BLOCK_SECONDS))

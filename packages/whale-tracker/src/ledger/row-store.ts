/** Rows of numbers side by side: whole dollars and shares as 64-bit floats, ids and seconds as 32-bit integers. */
export type RowStore = Readonly<{
  /** The block that holds a row, as floats; the row begins at {@link RowStore.floatAt}. */
  floats: (row: number) => Float64Array
  /** The same block as unsigned integers; the row begins at {@link RowStore.wordAt}. */
  words: (row: number) => Uint32Array
  floatAt: (row: number) => number
  wordAt: (row: number) => number
  /** Adds a row of zeros and returns its number. */
  add: () => number
  size: () => number
  bytes: () => number
}>

const BITS = 14
const IN_BLOCK = 1 << BITS
/** Large buffers begin 16 bytes after a line of the cache; rows of 64 bytes shall lie in one each. */
const LINE_FLOATS = 8
const FIRST_FLOAT = 6

/**
 * Makes a store whose rows take `floatsPerRow` × 8 bytes.
 *
 * It grows by blocks, so that nothing is copied and at most one block is empty: doubling would hold twice the memory
 * at its worst moment.
 */
export const createRowStore = (floatsPerRow: number): RowStore => {
  const floatBlocks: Float64Array[] = []
  const wordBlocks: Uint32Array[] = []
  const empty = new Float64Array(0)
  const emptyWords = new Uint32Array(0)
  const bytesPerBlock = (IN_BLOCK * floatsPerRow + LINE_FLOATS) * 8
  let count = 0
  return {
    floats: (row) => floatBlocks[row >>> BITS] ?? empty,
    words: (row) => wordBlocks[row >>> BITS] ?? emptyWords,
    floatAt: (row) => (row & (IN_BLOCK - 1)) * floatsPerRow + FIRST_FLOAT,
    wordAt: (row) => ((row & (IN_BLOCK - 1)) * floatsPerRow + FIRST_FLOAT) * 2,
    add: () => {
      if (count >>> BITS === floatBlocks.length) {
        const buffer = new ArrayBuffer(bytesPerBlock)
        floatBlocks.push(new Float64Array(buffer))
        wordBlocks.push(new Uint32Array(buffer))
      }
      count += 1
      return count - 1
    },
    size: () => count,
    bytes: () => floatBlocks.length * bytesPerBlock,
  }
}

import type { WalletActivity } from '@bot/core'

/** Ninety-six bits of a row. */
export type Fingerprint = readonly [number, number, number]

/**
 * Makes what makes fingerprints: of every field of a row that sources agree on. Two different rows share one with a
 * chance of 1 in 2^96. The first is the row's own; it is the same row as one that was remembered under any of them.
 *
 * Sources disagree on the time of a fill (when it was matched, when it was mined) and on the last digits of its price
 * (dollars by shares, or the order's). So of a trade that names its transaction the time does not count, and prices
 * less than a tenth of the finest tick apart are one. Other rows count exactly, their times to the second. The
 * outcome counts by its token where there is one.
 */
export const createFingerprints = (): ((
  row: WalletActivity,
) => readonly [Fingerprint, ...Fingerprint[]]) => {
  let a = 0
  let b = 0
  let c = 0
  const fold = (word: number): void => {
    a = Math.imul(a ^ word, 0x85ebca6b)
    b = Math.imul(b + word, 0xc2b2ae35)
    c = Math.imul(c ^ (word << 7) ^ (word >>> 11), 0x27d4eb2f)
    const before = a
    a ^= (a >>> 15) ^ c
    c ^= (c >>> 16) ^ b
    b ^= (b >>> 13) ^ before
  }
  const foldText = (text: string): void => {
    fold(text.length)
    for (let i = 0; i < text.length; i += 2) {
      const second = i + 1 < text.length ? text.charCodeAt(i + 1) : 0
      fold(text.charCodeAt(i) | (second << 16))
    }
  }
  const foldNumber = (value: number): void => {
    fold(value % 2 ** 32)
    fold(Math.floor(value / 2 ** 32))
  }
  const finish = (): Fingerprint => {
    for (let round = 1; round <= 3; round++) fold(round)
    return [a >>> 0, b >>> 0, c >>> 0]
  }
  return (row) => {
    a = 0x9e3779b1
    b = 0x7f4a7c15
    c = 0x165667b1
    foldText(row.transaction ?? '')
    foldText(row.kind)
    foldText(row.wallet)
    foldText(row.market)
    foldText(String(row.token ?? row.outcome ?? row.outcomeIndex ?? ''))
    foldText(row.side ?? '')
    foldNumber(row.exchanged.size)
    if (row.kind === 'trade' && row.transaction !== undefined && row.exchanged.size > 0) {
      const { size, notional } = row.exchanged
      const cell = Math.floor((notional / size) * PRICE_CELLS)
      const before = [a, b, c] as const
      const at = (near: number): Fingerprint => {
        ;[a, b, c] = before
        foldNumber(near)
        return finish()
      }
      return [at(cell), at(cell + 1), at(cell - 1)]
    }
    foldNumber(Math.floor(row.at / 1_000))
    foldNumber(row.exchanged.notional)
    return [finish()]
  }
}

/** Cells of a dollar: ten to the finest tick. */
const PRICE_CELLS = 100_000

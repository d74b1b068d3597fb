import type { MarketId } from '@bot/core'
import type { Cell, Literal, RelationClaim } from './relation.js'

type Fields = Readonly<Record<string, unknown>>

/** Reads what an entry claims; a kebab-case text names the first thing that is missing or wrong. */
export const readClaim = (
  entry: Fields,
  toMarket: (text: string) => MarketId,
): RelationClaim | string => {
  const literals = (value: unknown): readonly Literal[] | undefined => {
    if (!Array.isArray(value) || value.length < 2) return undefined
    const read = value.flatMap((each) => readLiteral(each, toMarket) ?? [])
    return read.length === value.length && areDistinct(read) ? read : undefined
  }
  switch (entry['kind']) {
    case 'implication': {
      const pair = literals([entry['premise'], entry['conclusion']])
      const [first, second] = pair ?? []
      if (first === undefined || second === undefined) return 'implication-without-two-markets'
      return { kind: 'implication', premise: first, conclusion: second }
    }
    case 'ladder': {
      const steps = literals(entry['steps'])
      return steps === undefined ? 'ladder-without-steps' : { kind: 'ladder', steps }
    }
    case 'exclusion':
    case 'exhaustion': {
      const of = literals(entry['of'])
      return of === undefined ? `${entry['kind']}-without-markets` : { kind: entry['kind'], of }
    }
    case 'bucket':
      return readBucket(entry, toMarket)
    default:
      return 'kind-unknown'
  }
}

const areDistinct = (literals: readonly Readonly<{ market: MarketId }>[]): boolean =>
  new Set(literals.map(({ market }) => market)).size === literals.length

const readLiteral = (value: unknown, toMarket: (text: string) => MarketId): Literal | undefined => {
  const { market, outcome } = (value ?? {}) as Fields
  if (typeof market !== 'string' || market === '') return undefined
  return outcome === 0 || outcome === 1 ? { market: toMarket(market), outcome } : undefined
}

const readBucket = (
  entry: Fields,
  toMarket: (text: string) => MarketId,
): RelationClaim | string => {
  const { cells, step } = entry
  if (!Array.isArray(cells) || cells.length < 2) return 'bucket-without-cells'
  const read = cells.flatMap((cell) => readCell(cell, toMarket) ?? [])
  if (read.length !== cells.length || !areDistinct(read)) return 'bucket-with-a-bad-cell'
  if (step === undefined) return { kind: 'bucket', cells: read }
  const whole = typeof step === 'number' && Number.isSafeInteger(step) && step > 0
  return whole ? { kind: 'bucket', cells: read, step } : 'bucket-with-a-bad-step'
}

const readCell = (value: unknown, toMarket: (text: string) => MarketId): Cell | undefined => {
  const { market, low, high, lowClosed, highClosed } = (value ?? {}) as Fields
  if (typeof market !== 'string' || market === '') return undefined
  if (typeof lowClosed !== 'boolean' || typeof highClosed !== 'boolean') return undefined
  if (!isEnd(low) || !isEnd(high)) return undefined
  if (low !== undefined && high !== undefined && low > high) return undefined
  return {
    market: toMarket(market),
    ...(low === undefined ? {} : { low }),
    ...(high === undefined ? {} : { high }),
    lowClosed,
    highClosed,
  }
}

const isEnd = (value: unknown): value is number | undefined =>
  value === undefined || (typeof value === 'number' && Number.isSafeInteger(value))

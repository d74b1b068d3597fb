import type { PositionView } from './position-table.js'

/** A position as numbers in a fixed order, zeros at the end left out: a snapshot has millions of them. */
export type PositionRecord = readonly number[]

const FIELDS = [
  'outcome',
  'shares',
  'cost',
  'firstAt',
  'lastAt',
  'bought',
  'paid',
  'sold',
  'proceeds',
  'soldProfit',
  'settledProfit',
  'unexplained',
  'fee',
] as const

/** Writes a position as numbers. */
export const writePosition = (view: PositionView): PositionRecord => {
  const numbers = [...FIELDS.map((field) => view[field]), Number(view.fromSets)]
  return numbers.slice(0, numbers.findLastIndex((value) => value !== 0) + 1)
}

/** Reads a position written by {@link writePosition}, or by the first version, which wrote names. */
export const readPosition = (saved: PositionRecord | PositionView): PositionView => {
  if (!isRecord(saved)) return saved
  const numbers = FIELDS.map((field, index) => [field, saved[index] ?? 0] as const)
  const fromSets = saved[FIELDS.length] === 1
  return { ...(Object.fromEntries(numbers) as Omit<PositionView, 'fromSets'>), fromSets }
}

const isRecord = (saved: PositionRecord | PositionView): saved is PositionRecord =>
  Array.isArray(saved)

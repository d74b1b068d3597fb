import type { MarketId } from '@bot/core'

/** How a market ends in a state, in halves: 2 its first outcome wins, 0 the second, 1 an even split. */
export type Ending = 0 | 1 | 2

/**
 * Every way in which related markets can end together.
 *
 * `members` are sorted; each state has one ending for each of them.
 */
export type OutcomeStates = Readonly<{
  members: readonly MarketId[]
  states: readonly (readonly Ending[])[]
}>

/** Writes a state down: one character a member, `1`, `0` or `½`. */
export const writeState = (state: readonly Ending[]): string =>
  state.map((ending) => TEXT[ending]).join('')

const TEXT = ['0', '½', '1'] as const

import type { FeeSchedule } from '@bot/core'

/** Teams, all of them made up. */
export const teams: readonly string[] = [
  'Harbor Seals',
  'Copper Foxes',
  'Night Herons',
  'Granite Bears',
  'Paper Kites',
  'Salt Wolves',
]
/** People, all of them made up. */
export const people: readonly string[] = [
  'A. Marlow',
  'B. Okafor',
  'C. Lindqvist',
  'D. Tanaka',
  'E. Moreau',
  'F. Novak',
]
/** Cities, all of them made up. */
export const cities: readonly string[] = [
  'Port Alder',
  'Vessel Bay',
  'Northmoor',
  'Kestrel Falls',
  'Ostia Nova',
  'Lowfield',
]
/** Coins, all of them made up. */
export const coins: readonly string[] = ['TESTCOIN', 'SIMCOIN', 'MODELCOIN', 'PAPERCOIN']

/** Taker rates by category, in millionths, as the venue's published schedule has them. */
const rates: Readonly<Record<string, number>> = {
  crypto: 70_000,
  sports: 50_000,
  politics: 40_000,
  weather: 50_000,
  geopolitics: 0,
}

/** Returns what a category charges takers. */
export const feeOf = (category: string): FeeSchedule => ({
  ratePpm: rates[category] ?? 50_000,
  exponent: 1,
  takerOnly: true,
})

/** Returns the word of a number: they come round. */
export const pick = (list: readonly string[], index: number): string =>
  list[index % list.length] ?? ''

/** Makes a text and a number a part of an address. */
export const slugOf = (text: string, number: number): string =>
  `${text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')}-${number}`

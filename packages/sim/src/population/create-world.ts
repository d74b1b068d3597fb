/** A market with its price, its true chance and how it ended. */
export type WorldMarket = Readonly<{
  event: string
  market: string
  category: string
  at: number
  price: number
  chance: number
  won: boolean
  feeRate: number
}>

type Category = Readonly<{ name: string; slope: number; feeRate: number }>

/** Slopes above 1: favourites are worth more than they cost, long shots less, as on real venues. */
const CATEGORIES: readonly Category[] = [
  { name: 'politics', slope: 1.25, feeRate: 0.04 },
  { name: 'sports', slope: 1, feeRate: 0.03 },
  { name: 'crypto', slope: 1.05, feeRate: 0.07 },
  { name: 'culture', slope: 1.2, feeRate: 0.05 },
  { name: 'weather', slope: 1.1, feeRate: 0.05 },
  { name: 'economics', slope: 1.15, feeRate: 0.04 },
]
const DAY_MS = 86_400_000
const FIRST_DAY = 1_750_000_000_000
/** How much the markets of an event share. */
const SHARED = 0.6

/** Draws a standard normal number. */
export const drawNormal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

/** Makes events of one to four markets whose prices are off their true chances by a slope of the logit. */
export const createWorld = (events: number, random: () => number): readonly WorldMarket[][] =>
  Array.from({ length: events }, (_, index) => {
    const category = CATEGORIES[Math.floor(random() * CATEGORIES.length)]
    const shared = drawNormal(random)
    const at = FIRST_DAY + Math.floor(random() * 180) * DAY_MS
    const size = 1 + Math.floor(random() * 4)
    return Array.from({ length: size }, (_, number) =>
      category === undefined
        ? undefined
        : {
            ...drawMarket(`e${index}`, category, at, shared, random),
            market: `e${index}-${number}`,
          },
    ).filter((market) => market !== undefined)
  })

const drawMarket = (
  event: string,
  category: Category,
  at: number,
  shared: number,
  random: () => number,
): Omit<WorldMarket, 'market'> => {
  const price = drawPrice(random)
  const chance = 1 / (1 + ((1 - price) / price) ** category.slope)
  const own = Math.sqrt(SHARED) * shared + Math.sqrt(1 - SHARED) * drawNormal(random)
  const won = own < quantile(chance)
  return { event, category: category.name, at, price, chance, won, feeRate: category.feeRate }
}

/** Half of all prices lie evenly between 0.02 and 0.98, the others crowd at the ends. */
const drawPrice = (random: () => number): number => {
  const even = 0.02 + 0.96 * random()
  if (random() < 0.5) return Math.round(even * 1000) / 1000
  const near = 0.02 + 0.13 * random()
  return Math.round((random() < 0.5 ? near : 1 - near) * 1000) / 1000
}

/** The normal quantile, by halving: exact enough for a draw. */
const quantile = (share: number): number => {
  let low = -6
  let high = 6
  for (let turn = 0; turn < 40; turn++) {
    const middle = (low + high) / 2
    if (normalBelow(middle) < share) low = middle
    else high = middle
  }
  return (low + high) / 2
}

const normalBelow = (z: number): number => {
  // Abramowitz and Stegun 26.2.17, error below 7.5e-8.
  const t = 1 / (1 + 0.2316419 * Math.abs(z))
  const series =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series
  return z >= 0 ? 1 - tail : tail
}

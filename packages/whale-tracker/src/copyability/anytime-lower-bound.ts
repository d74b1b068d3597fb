/** A copied purchase whose end is known: its event, what a share of it cost and brought, in dollars. */
export type CopyGain = Readonly<{ event: string; cost: number; payout: number }>

/** Edges, in dollars a share, for which a purse stakes what Kelly would; each purse has an equal part of the money. */
const EDGES = [0.04, 0.1, 0.2, 0.4]
/** No purse stakes more of what it has on one event, so that one loss leaves it a tenth. */
const MOST_STAKED = 0.9
/** Money that grows so many times without an edge does so in at most one of 40 lives: 2.5 %. */
const PROOF = 40
/** Halvings of the range from -1 to 1 dollar: a hundredth of a cent. */
const HALVINGS = 15

type Bet = Readonly<{ cost: number; gain: number; stakes: readonly number[] }>

/**
 * Finds a lower bound of what a copy brings, in dollars a share, that holds at all looks at once: over a wallet's whole life it
 * lies above the truth with a chance of at most 2.5 %, however often and whenever one looks. -1 says that nothing is known.
 *
 * It bets that copies gain more than the bound. Purses stake a part of what they have on each event, at prices at which a
 * share costs so much more as the bound says; where that is true or too dear, their money has no reason to grow. What is
 * staked depends on nothing but the costs and on how many purchases of the event came before. Gains come in order of
 * purchase within an event; the order of events does not matter, and they are taken to be independent.
 *
 * @see https://arxiv.org/abs/2010.09686
 */
export const anytimeLowerBound = (gains: readonly CopyGain[]): number => {
  const events = betsByEvent(gains)
  let low = -1
  if (!isProved(events, low)) return low
  let high = 1
  // Zero is tried first: leave to copy depends on the sign alone.
  for (let tried = 0, halving = 0; halving < HALVINGS; halving++, tried = (low + high) / 2) {
    if (isProved(events, tried)) low = tried
    else high = tried
  }
  return low
}

const betsByEvent = (gains: readonly CopyGain[]): readonly (readonly Bet[])[] => {
  const events = new Map<string, { bets: Bet[]; left: number[] }>()
  for (const { event, cost, payout } of gains) {
    const known = events.get(event) ?? { bets: [], left: EDGES.map(() => MOST_STAKED) }
    events.set(event, known)
    const nth = known.bets.length + 1
    const stakes = EDGES.map((edge, purse) => {
      const kelly = edge / Math.max(edge, 1 - cost)
      return Math.min(known.left[purse] ?? 0, kelly / nth)
    })
    known.left = known.left.map((left, purse) => left - (stakes[purse] ?? 0))
    known.bets.push({ cost: Math.max(cost, LEAST_COST), gain: payout - cost, stakes })
  }
  return [...events.values()].map(({ bets }) => bets)
}

/** A share for nothing is a share for a millionth. */
const LEAST_COST = 1e-6

/** Tells whether the money has grown enough to say that copies bring more than `edge`. */
const isProved = (events: readonly (readonly Bet[])[], edge: number): boolean => {
  let sum = 0
  for (const purse of EDGES.keys()) {
    sum += moneyOf(events, purse, edge)
    if (sum >= PROOF * EDGES.length) return true
  }
  return false
}

/** What a dollar in a purse has become. Logarithms are taken now and then, so that much of it does not overflow. */
const moneyOf = (events: readonly (readonly Bet[])[], purse: number, edge: number): number => {
  const dearer = Math.max(0, edge)
  let [product, logarithm] = [1, 0]
  for (const bets of events) {
    let grown = 1
    for (const bet of bets) {
      grown += ((bet.stakes[purse] ?? 0) * (bet.gain - edge)) / (bet.cost + dearer)
    }
    product *= grown
    if (product > 1e100 || product < 1e-100) {
      logarithm += Math.log(product)
      product = 1
    }
  }
  return Math.exp(logarithm) * product
}

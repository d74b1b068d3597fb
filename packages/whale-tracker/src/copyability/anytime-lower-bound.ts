/** A copied purchase whose end is known: its event and time, what a share of it cost and brought, in dollars. */
export type CopyGain = Readonly<{ event: string; at: number; cost: number; payout: number }>

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
 * It bets that copies gain more than the bound: purses stake a part of what they have on each event, at costs that are
 * higher by the bound. If copies do not gain that much, the money has no reason to grow. What is staked depends on nothing
 * but costs, and on which purchase of its event it is, so that the order of events does not matter. They are taken to be
 * independent.
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
  const events = new Map<string, CopyGain[]>()
  for (const gain of gains) {
    const known = events.get(gain.event)
    if (known === undefined) events.set(gain.event, [gain])
    else known.push(gain)
  }
  return [...events.values()].map((event) => betsOf(event.sort((a, b) => a.at - b.at)))
}

/** The second purchase of an event stakes half, the third a third, as far as something may be staked. */
const betsOf = (event: readonly CopyGain[]): readonly Bet[] => {
  const left = EDGES.map(() => MOST_STAKED)
  return event.map(({ cost, payout }, before) => {
    const stakes = EDGES.map((edge, purse) => {
      const kelly = edge / Math.max(edge, 1 - cost)
      const stake = Math.min(left[purse] ?? 0, kelly / (before + 1))
      left[purse] = (left[purse] ?? 0) - stake
      return stake
    })
    return { cost: Math.max(cost, LEAST_COST), gain: payout - cost, stakes }
  })
}

/** A share for nothing is a share for a millionth. */
const LEAST_COST = 1e-6

/** Tells whether the money has grown enough to say that copies bring more than `edge`. */
const isProved = (events: readonly (readonly Bet[])[], edge: number): boolean => {
  const dearer = Math.max(0, edge)
  let sum = 0
  for (let purse = 0; purse < EDGES.length; purse++) {
    let money = 1
    for (const bets of events) {
      let grown = 1
      for (const { stakes, gain, cost } of bets) {
        grown += ((stakes[purse] ?? 0) * (gain - edge)) / (cost + dearer)
      }
      money *= grown
    }
    sum += money
  }
  return sum >= PROOF * EDGES.length
}

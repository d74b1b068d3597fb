import type { MarketFacts, TokenId } from '@bot/core'
import type { GroupIsWhole } from '../sets/classify-set.js'
import { auditCover } from './audit-cover.js'
import type { AuditedPath } from './audit-path.js'

/** What comes back in one outcome state, in micro-dollars. */
export type AuditedState = Readonly<{ state: string; payoff: bigint }>

/**
 * Values what a path leaves in every outcome state that the markets themselves allow.
 *
 * One market: either outcome, or an even split. A negRisk group: each market that may still win, and, unless the
 * set is proven exhaustive, none of those listed. A text names what is wrong with the set.
 */
export const auditStates = (
  { received, holdings, waits }: AuditedPath,
  markets: readonly MarketFacts[],
  traded: readonly MarketFacts[],
  groupIsWhole: GroupIsWhole | undefined,
): readonly AuditedState[] | string => {
  const [first, ...others] = traded
  if (first === undefined) return 'trades no market'
  if (others.length === 0) return pairStates(first, received, holdings)
  const group = typeof first.negRisk === 'object' ? first.negRisk.group : undefined
  const members = markets.filter(
    ({ negRisk }) => typeof negRisk === 'object' && negRisk.group === group,
  )
  if (group === undefined || !traded.every((market) => members.includes(market))) {
    return 'trades markets that are not of one negRisk group'
  }
  const open = members.filter(({ resolution: r }) => r.state !== 'resolved' || r.payouts[0] !== 0)
  const states = open.map((winner) => {
    const held = members.reduce(
      (sum, { tokens: [yes, no] }, index) =>
        sum + heldOf(holdings, members[index] === winner ? yes : no),
      received,
    )
    return { state: winner.id as string, payoff: held }
  })
  if (waits && isProvenExhaustive(group, members, groupIsWhole)) return states
  const none = members.reduce((sum, { tokens }) => sum + heldOf(holdings, tokens[1]), received)
  return [...states, { state: 'unlisted', payoff: none }]
}

const pairStates = (
  market: MarketFacts,
  received: bigint,
  holdings: AuditedPath['holdings'],
): AuditedState[] => {
  const [first, second] = market.tokens.map((token) => heldOf(holdings, token))
  const states = market.outcomes.map((state, index) => ({
    state,
    payoff: received + ((index === 0 ? first : second) ?? 0n),
  }))
  const even = received + ((first ?? 0n) + (second ?? 0n)) / 2n
  return [...states, { state: 'evenly split', payoff: even }]
}

/** Tells whether some member must win: each has a name, and labels cover the line or the caller knows the group. */
export const isProvenExhaustive = (
  group: string,
  members: readonly MarketFacts[],
  groupIsWhole: GroupIsWhole | undefined,
): boolean => {
  const shapes = members.flatMap(({ negRisk }) => (typeof negRisk === 'object' ? [negRisk] : []))
  if (shapes.some(({ role }) => role !== 'named')) return false
  if (auditCover(members)) return true
  return shapes.every(({ augmented }) => !augmented) && groupIsWhole?.(group, members) === true
}

const heldOf = (holdings: AuditedPath['holdings'], token: TokenId | undefined): bigint =>
  token === undefined ? 0n : (holdings.get(token) ?? 0n)

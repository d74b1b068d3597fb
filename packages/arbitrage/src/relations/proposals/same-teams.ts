import type { MarketFacts } from '@bot/core'
import type { Literal } from '../relation.js'
import type { RelationProposal } from './proposal.js'

const PART =
  /\b(?:set|map|game|period|quarter|half|inning|round|leg|1H|2H|1Q|first|O\/U|over\/under|total|handicap)\b/i
const SPREAD = /\bspread -(\d+(?:\.\d+)?)/i
const ONE_GAME_MS = 36 * 3_600_000

type Side = Readonly<{ market: MarketFacts; spread: boolean }>

/** Finds markets of different events between the same two names within a day and a half: who wins one wins the other. */
export const sameTeams = (markets: readonly MarketFacts[]): readonly RelationProposal[] => {
  const games = new Map<string, Side[]>()
  for (const market of markets) {
    const [first, second] = market.outcomes
    const spread = SPREAD.test(market.label)
    if (first === undefined || second === undefined || market.tokens.length !== 2) continue
    if (/^(?:yes|no|over|under|up|down)$/i.test(first) || market.endsAt === undefined) continue
    if (PART.test(market.label) || (!spread && !/ vs\.? /i.test(market.question))) continue
    const key = [first, second].sort().join(' | ')
    games.set(key, [...(games.get(key) ?? []), { market, spread }])
  }
  return [...games].flatMap(([teams, sides]) =>
    sides.flatMap((premise) =>
      sides.flatMap((conclusion) =>
        conclusion.spread || !isOneGame(premise.market, conclusion.market)
          ? []
          : implied(teams, premise, conclusion),
      ),
    ),
  )
}

const isOneGame = (a: MarketFacts, b: MarketFacts): boolean =>
  a.id !== b.id &&
  (a.event === undefined || a.event !== b.event) &&
  Math.abs((a.endsAt ?? 0) - (b.endsAt ?? 0)) <= ONE_GAME_MS

/** Who covers a spread wins; who wins one listing of a game wins the other, whichever of the two it is. */
const implied = (teams: string, premise: Side, conclusion: Side): readonly RelationProposal[] => {
  const winners: readonly (0 | 1)[] = premise.spread ? [0] : [0, 1]
  return winners.flatMap((outcome) => {
    const name = premise.market.outcomes[outcome]
    const other = conclusion.market.outcomes.indexOf(name ?? '')
    if (other !== 0 && other !== 1) return []
    return [propose(teams, premise, conclusion, [outcome, other])]
  })
}

const propose = (
  teams: string,
  premise: Side,
  conclusion: Side,
  [from, to]: readonly [0 | 1, 0 | 1],
): RelationProposal => {
  const literal = ({ market }: Side, outcome: 0 | 1): Literal => ({ market: market.id, outcome })
  return {
    id: `same-teams:${premise.market.id}/${from}|${conclusion.market.id}/${to}`,
    rule: 'same-teams',
    claim: {
      kind: 'implication',
      premise: literal(premise, from),
      conclusion: literal(conclusion, to),
    },
    confidence:
      premise.market.gameId !== undefined && premise.market.gameId === conclusion.market.gameId
        ? 'likely'
        : 'possible',
    because: `"${premise.market.question}" and "${conclusion.market.question}" are between ${teams} and end within 36 hours`,
    check: 'that both are the same game, also when it is postponed, and what a draw pays in each',
  }
}

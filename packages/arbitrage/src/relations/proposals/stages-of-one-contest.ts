import type { MarketFacts } from '@bot/core'
import { isPlainQuestion } from '../rules/ladder-parts.js'
import type { RelationProposal } from './proposal.js'

type Stage = Readonly<{ track: 'contest' | 'medal'; level: number; words: RegExp }>

/** The furthest stage first: a text is of the first that it names. */
const STAGES: readonly Stage[] = [
  { track: 'medal', level: 2, words: /\bwins? (?:a |the )?gold(?: medal)?\b/i },
  { track: 'medal', level: 1, words: /\bwins? (?:a|any) (?:\w+ )?medal\b/i },
  {
    track: 'contest',
    level: 3,
    words: /\b(?:reach|make|advance to|play in)\b[^?]*\bsemi-?finals?\b/i,
  },
  {
    track: 'contest',
    level: 2,
    words: /\b(?:reach|make|advance to|play in)\b[^?]*\bquarter-?finals?\b/i,
  },
  { track: 'contest', level: 4, words: /\b(?:reach|make|advance to|play in)\b[^?]*\bfinals?\b/i },
  {
    track: 'contest',
    level: 1,
    words:
      /\b(?:qualify|qualifies) for\b|\b(?:reach|make) the (?:playoffs|knockouts?|round of \d+)\b/i,
  },
  { track: 'contest', level: 5, words: /\bwins?\b/i },
]
const COMMON = new Set(
  'will the a an of in at for to and be by on win wins reach make advance play qualify qualifies final finals semifinal semifinals quarterfinal quarterfinals playoffs gold medal any'.split(
    ' ',
  ),
)
const LEAST_SHARED = 2
const LEAST_OVERLAP = 0.6
const CLOSE_OVERLAP = 0.8

type Placed = Readonly<{
  stage: Stage
  subject: string
  words: ReadonlySet<string>
  market: MarketFacts
}>

/** Finds markets of one contestant and one contest at several stages: who wins the final reached it. */
export const stagesOfOneContest = (
  markets: readonly MarketFacts[],
): readonly RelationProposal[] => {
  const bySubject = new Map<string, Placed[]>()
  for (const market of markets) {
    const placed = placeOf(market)
    if (placed === undefined) continue
    const key = `${placed.stage.track}|${placed.subject}`
    bySubject.set(key, [...(bySubject.get(key) ?? []), placed])
  }
  return [...bySubject.values()].flatMap((placed) =>
    placed.flatMap((premise) =>
      placed.flatMap((conclusion) => {
        if (premise.stage.level <= conclusion.stage.level) return []
        const overlap = overlapOf(premise.words, conclusion.words)
        return overlap < LEAST_OVERLAP ? [] : [propose(premise, conclusion, overlap)]
      }),
    ),
  )
}

const placeOf = (market: MarketFacts): Placed | undefined => {
  const { question, label } = market
  const stage = STAGES.find(({ words }) => words.test(question))
  if (stage === undefined || market.tokens.length !== 2 || !isPlainQuestion(market))
    return undefined
  const named = label !== question && question.includes(label) ? label : subjectOf(question)
  const subject = named?.toLowerCase().replace(/^the /, '')
  if (subject === undefined || subject === '') return undefined
  return { stage, subject, words: wordsOf(question, subject), market }
}

const subjectOf = (question: string): string | undefined =>
  /^will (.+?) (?:win|reach|make|advance|play|qualify)\b/i.exec(question)?.[1]

const wordsOf = (question: string, subject: string): ReadonlySet<string> =>
  new Set(
    (
      question
        .toLowerCase()
        .replace(subject, ' ')
        .match(/[\p{L}\p{N}]+/gu) ?? []
    ).filter((word) => !COMMON.has(word)),
  )

/** Of the shorter text; 0 when their years differ: the cup of another year is another cup. */
const overlapOf = (a: ReadonlySet<string>, b: ReadonlySet<string>): number => {
  const years = (words: ReadonlySet<string>) => [...words].filter((word) => /^\d{4}$/.test(word))
  if (String(years(a).sort()) !== String(years(b).sort())) return 0
  const shared = [...a].filter((word) => b.has(word)).length
  return shared < LEAST_SHARED ? 0 : shared / Math.min(a.size, b.size)
}

const propose = (premise: Placed, conclusion: Placed, overlap: number): RelationProposal => ({
  id: `stages-of-one-contest:${premise.market.id}|${conclusion.market.id}`,
  rule: 'stages-of-one-contest',
  claim: {
    kind: 'implication',
    premise: { market: premise.market.id, outcome: 0 },
    conclusion: { market: conclusion.market.id, outcome: 0 },
  },
  confidence: overlap >= CLOSE_OVERLAP ? 'likely' : 'possible',
  because: `"${premise.market.question}" asks for a further stage than "${conclusion.market.question}"`,
  check:
    'that both are the same contest of the same year and class, and how each ends when it is cancelled or the contestant withdraws',
})

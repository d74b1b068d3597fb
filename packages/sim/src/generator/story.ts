import type { MarketId } from '@bot/core'

/** The form that a story's markets have on the venue. */
export type StoryShape =
  | 'binary'
  | 'short'
  | 'pair'
  | 'exhaustive'
  | 'augmented'
  | 'ladder'
  | 'twins'
  | 'thresholds'
  | 'totals'
  | 'spreads'
  | 'stages'
  | 'sources'

/**
 * A happening that one or more markets are about, with the truth that no trader sees.
 *
 * `binary`: one market. `pair`: a market can only be YES when all before it are. `group`: exactly one is YES.
 * `twins`: markets that have nothing to do with each other.
 * `truths` are decided at the start; public belief (`logits`) is what a perfect observer of noisy news would hold,
 * so that prices are fair: of all markets at 0.7, seven in ten come true.
 */
export type Story = {
  readonly id: string
  readonly kind: 'binary' | 'pair' | 'group' | 'twins'
  readonly shape: StoryShape
  readonly event?: string
  readonly markets: readonly MarketId[]
  readonly truths: readonly boolean[]
  readonly logits: number[]
  /** How much is learnt, in logits a square root of a second. */
  readonly sigma: number
  /** Shares in a maker's first level. */
  readonly depth: number
  readonly endsAt: number
  /** When its payouts are reported on chain. */
  resolvesAt: number
  /** When the venue ends its markets, some time after that; known once they are reported. */
  closesAt?: number
  /** The wrong outcome is proposed first: when a dispute ends that, and whether shares were offered on the strength of it. */
  overturn?: { readonly at: number; planted: boolean; disputed: boolean }
  phase: 'open' | 'decided' | 'reported' | 'resolved'
}

const BOUND = 3.9

/** Learns for `seconds`: small news all the time, and now and then (every ten minutes or so) a shock. */
export const advanceStory = (story: Story, seconds: number, random: () => number): void => {
  const shocked = random() < seconds / 600
  const spread = story.sigma * Math.sqrt(seconds) + (shocked ? 0.8 : 0)
  const variance = spread * spread
  story.logits.forEach((logit, index) => {
    const noise = spread * normal(random)
    // Half the variance towards the truth makes belief a martingale: it learns just what the news says.
    const drift = (story.truths[index] === true ? 0.5 : -0.5) * variance
    story.logits[index] = clamp(logit + drift + noise, story.kind === 'group' ? 9 : BOUND)
  })
}

/** Makes what is proposed public: belief in it is as good as certain. */
export const decideStory = (story: Story): void => {
  story.phase = 'decided'
  const isWrong = isWronglyProposed(story)
  story.truths.forEach((isTrue, index) => {
    story.logits[index] = isTrue === isWrong ? -6 : 6
  })
}

/** Tells whether what is proposed, or will be, is not what will be final. */
export const isWronglyProposed = ({ overturn }: Story): boolean =>
  overturn !== undefined && !overturn.disputed

/** Returns the public belief in each market's YES, 0 to 1. */
export const beliefsOf = (story: Story): readonly number[] => {
  const { logits } = story
  if (story.kind === 'group') {
    const weights = logits.map((logit) => Math.exp(logit))
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    return weights.map((weight) => weight / total)
  }
  const chances = logits.map(sigmoid)
  if (story.kind !== 'pair') return chances
  return chances.map((_, index) => chances.slice(0, index + 1).reduce((all, each) => all * each, 1))
}

/** Returns which of the markets resolve YES. */
export const outcomesOf = (story: Story): readonly boolean[] => {
  const { truths } = story
  return story.kind === 'pair'
    ? truths.map((_, index) => truths.slice(0, index + 1).every(Boolean))
    : truths
}

/** A standard normal draw. */
export const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit))

const clamp = (value: number, bound: number): number => Math.max(-bound, Math.min(bound, value))

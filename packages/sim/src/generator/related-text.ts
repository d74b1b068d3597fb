import type { StoryShape } from './story.js'
import type { StoryText } from './story-text.js'
import { cities, coins, feeOf, pick, slugOf, teams } from './story-words.js'

/** Words markets whose relations matter, what is implied first; the shapes are `stages` unless they are named here. */
export const relatedText = (shape: StoryShape, number: number): StoryText => {
  if (shape === 'thresholds') return thresholdsText(number)
  if (shape === 'totals') return totalsText(number)
  if (shape === 'spreads') return spreadsText(number)
  return shape === 'sources' ? sourcesText(number) : stagesText(number)
}

type Parts = Omit<StoryText, 'slug' | 'fee'>

const complete = (parts: Parts, number: number): StoryText => ({
  ...parts,
  slug: slugOf(parts.title, number),
  fee: feeOf(parts.category),
})

const thresholdsText = (number: number): StoryText => {
  const coin = pick(coins, number)
  const steps = ['40,000', '44,000', '48,000']
  const title = `${coin} above ... on day ${number}?`
  const questions = steps.map((step) => `Will ${coin} be above $${step} on day ${number}?`)
  return complete({ title, category: 'crypto', questions, labels: steps }, number)
}

const gameTitle = (number: number): string =>
  `${pick(teams, number)} vs. ${pick(teams, number + 1)}`

const totalsText = (number: number): StoryText => {
  const title = gameTitle(number)
  const labels = ['1.5', '2.5', '3.5'].map((line) => `O/U ${line}`)
  const questions = labels.map((label) => `${title}: ${label}`)
  const outcomes = ['Over', 'Under'] as const
  return complete({ title, category: 'sports', questions, labels, outcomes }, number)
}

/** Who wins, and by more than how many: a game without draws. */
const spreadsText = (number: number): StoryText => {
  const title = gameTitle(number)
  const [first, second] = [pick(teams, number), pick(teams, number + 1)]
  const lines = ['1.5', '2.5']
  const questions = [title, ...lines.map((line) => `Spread: ${first} (-${line})`)]
  const labels = [title, ...lines.map((line) => `Spread -${line}`)]
  const outcomes = [first, second] as const
  return complete({ title, category: 'sports', questions, labels, outcomes }, number)
}

/** Two events of one cup: nothing but words says that who wins it has reached its final. */
const stagesText = (number: number): StoryText => {
  const team = pick(teams, number)
  const questions = [
    `Will the ${team} reach the final of cup ${number}?`,
    `Will the ${team} win cup ${number}?`,
  ]
  const titles = [`Who reaches the final of cup ${number}?`, `Who wins cup ${number}?`]
  const title = `${team} in cup ${number}`
  return complete({ title, category: 'sports', questions, titles, labels: [team, team] }, number)
}

/** One question by two dates, but each is decided by what another source says. */
const sourcesText = (number: number): StoryText => {
  const city = pick(cities, number)
  const dates = ['September 30', 'August 31']
  const title = `Port of ${city}, season ${number}`
  const questions = dates.map(
    (date) => `Will the port of ${city} open in season ${number} by ${date}?`,
  )
  const titles = [`${title}: the harbour's log`, `${title}: the ministry's list`]
  return complete(
    {
      title,
      category: 'geopolitics',
      questions,
      titles,
      labels: dates.map((date) => `by ${date}`),
    },
    number,
  )
}

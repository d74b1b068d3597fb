import type { FeeSchedule } from '@bot/core'
import { cities, coins, feeOf, people, pick, slugOf, teams } from './story-words.js'

/** What a story is about: words for its markets, and what its category charges. All of it is made up. */
export type StoryText = Readonly<{
  title: string
  slug: string
  category: string
  fee: FeeSchedule
  /** One question and one label a market. */
  questions: readonly string[]
  labels: readonly string[]
  /** Titles of their events, where each market is an event of its own; default the questions. */
  titles?: readonly string[]
  /** What the two outcomes of every market are called; default Yes and No. */
  outcomes?: readonly [string, string]
}>

/** Words a binary market; the number varies subject and category. */
export const binaryText = (number: number, isShort: boolean): StoryText => {
  const subject = Math.floor(number / 4)
  const bySubject = [
    ['sports', `Will the ${pick(teams, subject)} win game ${number}?`],
    ['crypto', `Will ${pick(coins, subject)} close window ${number} higher?`],
    ['weather', `Will it rain in ${pick(cities, subject)} on day ${number}?`],
    ['geopolitics', `Will treaty ${number} be signed in ${pick(cities, subject)}?`],
  ] as const
  const [category, question] = bySubject[isShort ? number % 2 : number % 4] ?? bySubject[0]
  return single(question, category, number)
}

const single = (question: string, category: string, number: number): StoryText => ({
  title: question,
  slug: slugOf(question, number),
  category,
  fee: feeOf(category),
  questions: [question],
  labels: [question],
})

/** Words a pair: who wins the final has reached it. */
export const pairText = (number: number): StoryText => {
  const team = pick(teams, number)
  const title = `${team} in cup ${number}`
  return {
    title,
    slug: slugOf(title, number),
    category: 'sports',
    fee: feeOf('sports'),
    questions: [
      `Will the ${team} reach the final of cup ${number}?`,
      `Will the ${team} win cup ${number}?`,
    ],
    labels: [`${team} reach the final`, `${team} win`],
  }
}

/** Words a ladder: what has happened by a date has happened by every later one, the latest first. */
export const ladderText = (number: number): StoryText => {
  const title = `When will treaty ${number} be ratified in ${pick(cities, number)}?`
  const dates = ['September 30', 'August 31', 'July 31']
  return {
    title,
    slug: slugOf(title, number),
    category: 'geopolitics',
    fee: feeOf('geopolitics'),
    questions: dates.map(
      (date) => `Will treaty ${number} be ratified in ${pick(cities, number)} by ${date}?`,
    ),
    labels: dates.map((date) => `by ${date}`),
  }
}

/** Words twins: the same rain, measured in different places by different people. */
export const twinsText = (number: number): StoryText => {
  const city = pick(cities, number)
  const questions = [
    `Will it rain in ${city} on day ${number} (airport gauge, UTC day)?`,
    `Will it rain in ${city} on day ${number} (city gauge, local day)?`,
  ]
  return {
    title: `Rain in ${city}`,
    slug: slugOf(`rain in ${city}`, number),
    category: 'geopolitics',
    fee: feeOf('geopolitics'),
    questions,
    labels: questions,
  }
}

/** Tells whether the labels of an exhaustive group's words prove that nothing is left out. */
export const coversLine = (number: number): boolean => number % 3 !== 2

/** Words a group without gaps: numbers that cover the line, or people where only the listing says that it is whole. */
export const exhaustiveText = (number: number): StoryText => {
  const city = pick(cities, number)
  if (number % 3 === 0) {
    const labels = ['54°F or below', '55-56°F', '57-58°F', '59°F or above']
    return group(`Highest temperature in ${city} on day ${number}?`, 'weather', labels, number)
  }
  if (number % 3 === 1) {
    const labels = ['2 or fewer', '3', '4', '5 or more']
    const title = `How many states sign treaty ${number} in ${city}?`
    return group(title, 'geopolitics', labels, number)
  }
  const title = `Who becomes mayor of ${city} in vote ${number}?`
  return group(title, 'politics', people.slice(0, 4), number)
}

/** Words an augmented group: named teams, Other, and a placeholder that has no name yet. */
export const augmentedText = (number: number): StoryText =>
  group(
    `Who wins league ${number}?`,
    'geopolitics',
    [...teams.slice(0, 3), 'Other', 'Person A'],
    number,
  )

const group = (
  title: string,
  category: string,
  labels: readonly string[],
  number: number,
): StoryText => ({
  title,
  slug: slugOf(title, number),
  category,
  fee: feeOf(category),
  questions: labels.map((label) => `${title.slice(0, -1)}: ${label}?`),
  labels,
})

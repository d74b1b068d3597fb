import type { Term } from './term.js'

const CASES: readonly (readonly [string, RegExp])[] = [
  ['tie', /\bt(?:ie|ies|ied)\b|\blevel on\b|dead heat/i],
  ['cancelled', /\bcancel\w*|\bvoid(?:ed)?\b|abandon\w*/i],
  ['postponed', /\bpostpone\w*|\bdelay\w*|\breschedul\w*/i],
  ['death', /\bdeath\b|\bdies?\b|\bdied\b/i],
  ['interim', /\binterim\b|\bcaretaker\b|\bacting\b/i],
  ['acquired', /\bacquired\b|\bmerges?\b|\bceases? to exist\b/i],
  ['abolished', /\babolish\w*|\bdissol\w+/i],
  ['revised', /\brevis\w+|\bregardless of any (?:later |subsequent )?changes\b/i],
  ['source gone', /\bunavailable\b|\bnot (?:published|released|reported)\b/i],
  ['nothing happens', /\bno (?:such|actor|winner|one|new)\b|\bneither\b/i],
  ['ambiguity', /\bambigu\w+|\bdisput\w+/i],
]
const RESULT =
  /50-50|last traded price|fair (?:market )?(?:value|price)|remain open|will not count|count as|resolves? (?:to )?(?:"[^"]+"|yes|no|other)\b|both|alphabetical/i

/**
 * Reads what a text does in the cases that venues treat differently: a tie, a postponement, a death, a source that is
 * gone. `undefined` when it names none: silence decides nothing.
 */
export const readEdgeCases = (sentences: readonly string[]): Term | undefined => {
  const found = sentences.flatMap((sentence) =>
    CASES.flatMap(([name, pattern]) =>
      pattern.test(sentence) ? [{ said: `${name}: ${resultOf(sentence)}`, sentence }] : [],
    ),
  )
  if (found.length === 0) return undefined
  return {
    value: [...new Set(found.map(({ said }) => said))].sort().join('; '),
    quote: [...new Set(found.map(({ sentence }) => sentence))].join(' … '),
  }
}

/** What follows, in a word where that is known; else the sentence itself, which only the same sentence equals. */
const resultOf = (sentence: string): string =>
  (RESULT.exec(sentence)?.[0] ?? sentence)
    .toLowerCase()
    .replace(/resolves? (?:to )?/, '')
    .replaceAll('"', '')

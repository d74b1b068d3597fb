import { NOT_SAID, type Term } from './term.js'

/** Which act counts. Saying that something will happen, deciding it, and its taking effect are different days. */
const ACTS: readonly (readonly [string, RegExp])[] = [
  ['announced', /\bannounc\w*/i],
  ['nominated', /\bnominat\w*/i],
  ['appointed', /\bappoint\w*/i],
  ['elected', /\b(?:elected|wins? the election)\b/i],
  ['sworn in', /\b(?:sworn in|assumes?(?: the)? office)\b/i],
  ['cast', /\bcast\b/i],
  ['confirmed', /\b(?:confirms?|confirmed|confirmation)\b/i],
  ['completed', /\bcomplet\w*/i],
  ['released', /\breleas\w*/i],
  ['signed', /\bsign(?:s|ed|ing)\b/i],
  ['effective', /\b(?:effective|takes? effect|took effect|in(?:to)? effect|enters? into force)\b/i],
  ['leaves', /\b(?:leaves?|leave office|ceases? to be|no longer holds?|removed from)\b/i],
  ['priced', /\bpriced\b/i],
]
const ANNOUNCED = /\bannounce(?:d|ment|s)?\b/i
const REFUSED =
  /\b(?:not (?:be )?(?:sufficient|enough|count|qualify)|insufficient|will not|does not|DOES NOT)\b/

/** Reads which acts a text counts, and whether it says that an announcement is enough. */
export const readAct = (sentences: readonly string[]): Term => {
  const found = sentences.flatMap((sentence) =>
    ACTS.flatMap(([act, pattern]) => {
      const quote = pattern.exec(sentence)?.[0]
      return quote === undefined ? [] : [{ act, quote }]
    }),
  )
  const about = sentences.filter(
    (sentence) => ANNOUNCED.test(sentence) && /suffi|enough|count|regardless/i.test(sentence),
  )
  const ruled = about.map((sentence) =>
    REFUSED.test(sentence) ? 'announcement is not enough' : 'announcement is enough',
  )
  const values = new Set([...found.map(({ act }) => act), ...ruled])
  if (values.size === 0) return NOT_SAID
  return {
    value: [...values].sort().join(', '),
    quote: [...new Set([...found.map(({ quote }) => quote), ...about])].join(' … '),
  }
}

/** Writes a text with plain quotes, dashes and single spaces; ends of lines stay, because they end sentences. */
export const plainText = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[“”«»]/g, '"')
    .replace(/[‘’]/g, "'")
    .replace(/[‐‑–—−]/g, '-')
    .replace(/[^\S\n]+/g, ' ')
    .trim()

/** Cuts a plain text into sentences. */
export const sentencesOf = (plain: string): string[] =>
  plain
    .split(/\n+|(?<=[.!?]["')]?)\s+(?=["'(]?[A-Z*])/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '')

/** Not `to "No next minister"`, which is the name of another outcome. */
const PAYS_YES = /\bresolves? to "?yes(?=[".,;:]| if\b|$)/i
const PAYS_NO = /\bresolves? to "?no(?=[".,;:]| if\b|$)/i

/** The sentence that says when the contract pays: "…resolves to Yes if…", else "…to No…", else how it resolves. */
export const claimOf = (sentences: readonly string[]): string | undefined =>
  sentences.find((sentence) => PAYS_YES.test(sentence)) ??
  sentences.find((sentence) => PAYS_NO.test(sentence)) ??
  sentences.find((sentence) => /\bresolves?\b/i.test(sentence))

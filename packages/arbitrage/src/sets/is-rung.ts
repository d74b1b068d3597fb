import type { MarketFacts } from '@bot/core'

const LADDER =
  /^(?:by|before|on or before|above|over|below|under|at least|top \d+|≥|>|≤|<|\$?\d[\d,.]*\+)/i
const MONTH = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*'
const DATE = new RegExp(
  `^(?:${MONTH}\\.?(?: \\d{1,2})?(?:,? \\d{4})?|q[1-4]|(?:end of )?\\d{4})\\b`,
  'i',
)
const BY_OPEN = /\b(?:by|before)\s*(?:\.{2,}|…|_+)/i
const BY_DATE = new RegExp(
  `\\b(?:by|before) (?:the end of |end of )?(?:${MONTH}\\b|q[1-4]\\b|\\d{4}\\b)`,
  'i',
)
const AMOUNT = /^\$?\d[\d,.]*[kmbt%]?$/i
const SIDE = '(?:above|below|over|under|at least|(?:more|less|greater|fewer) than)'
const ABOVE_OPEN = new RegExp(`\\b${SIDE}\\s*(?:\\.{2,}|…|_+)`, 'i')
const ABOVE_AMOUNT = new RegExp(`\\b${SIDE} \\$?\\d`, 'i')

/** Whether a label says "by" or "above" itself, or is a date or number that the question or the event puts it before. */
export const isRung = ({ label, question, eventTitle = '' }: MarketFacts): boolean => {
  const name = label.trim()
  if (LADDER.test(name)) return true
  const after = (open: RegExp, named: RegExp): boolean =>
    open.test(eventTitle) || named.test(question)
  return (
    (AMOUNT.test(name) && after(ABOVE_OPEN, ABOVE_AMOUNT)) ||
    (DATE.test(name) && after(BY_OPEN, BY_DATE))
  )
}

const DASH = '–'
const MINUS = '−'
const grouped = (digits: number): Intl.NumberFormat =>
  new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
const FORMATS = [grouped(0), grouped(1), grouped(2), grouped(3)] as const

/** Writes a number with so many digits after the point; what is no number is a dash. */
export const fixed = (value: number | null | undefined, digits: 0 | 1 | 2 | 3 = 0): string => {
  if (value === null || value === undefined || !Number.isFinite(value)) return DASH
  const text = FORMATS[digits].format(Math.abs(value))
  // What rounds to zero has no sign.
  return value < 0 && /[1-9]/.test(text) ? `${MINUS}${text}` : text
}

/** Writes dollars and cents; `signed` puts a plus before a gain. */
export const usd = (value: string | number | null | undefined, signed = false): string => {
  const amount = value === null || value === undefined || value === '' ? Number.NaN : Number(value)
  const text = fixed(Math.abs(amount), 2)
  if (text === DASH) return text
  if (!/[1-9]/.test(text)) return `$${text}`
  return `${amount < 0 ? MINUS : signed ? '+' : ''}$${text}`
}

/** Writes a price between 0 and 1 dollar in cents. */
export const cents = (price: number | null | undefined): string =>
  price === null || price === undefined ? DASH : `${fixed(price * 100, 1)}¢`

/** Writes a part of 1 as a percentage. */
export const percent = (part: number | null | undefined, digits: 0 | 1 = 0): string =>
  part === null || part === undefined || !Number.isFinite(part)
    ? DASH
    : `${fixed(part * 100, digits)}%`

/** Writes a number with as many digits as it has, at most three after the point. */
export const plainNumber = (value: number): string =>
  Number.isFinite(value) ? trimmed(fixed(value, 3)) : DASH

/** Names the colour of a gain or loss; what shows as $0.00 has none. */
export const toneOf = (value: number): 'good' | 'bad' | 'plain' =>
  Math.abs(value) < 0.005 || Number.isNaN(value) ? 'plain' : value > 0 ? 'good' : 'bad'

const trimmed = (text: string): string => text.replace(/\.?0+$/, '')

const SPLITTER = 134_217_729

/**
 * Computes `part × amount / whole` to the nearest integer (half up), exactly, without BigInt.
 *
 * All are whole numbers from 0 to 2^53, `part` at most `whole`, `whole` above 0: the result is at most `amount`. The
 * float quotient is off by a few units at most; the remainder, formed exactly as a sum of two floats, corrects it.
 */
export const proportion = (amount: number, part: number, whole: number): number => {
  if (part === whole) return amount
  const product = amount * part
  if (product <= Number.MAX_SAFE_INTEGER) {
    const remainder = product % whole
    const quotient = (product - remainder) / whole
    return remainder * 2 >= whole ? quotient + 1 : quotient
  }
  let quotient = Math.floor(product / whole)
  const back = quotient * whole
  let remainder = product - back + (errorOf(amount, part, product) - errorOf(quotient, whole, back))
  while (remainder < 0) {
    quotient -= 1
    remainder += whole
  }
  while (remainder >= whole) {
    quotient += 1
    remainder -= whole
  }
  return remainder >= whole - remainder ? quotient + 1 : quotient
}

/** What rounding took from `a × b` (Dekker's product). */
const errorOf = (a: number, b: number, product: number): number => {
  const aHigh = highOf(a)
  const bHigh = highOf(b)
  const aLow = a - aHigh
  const bLow = b - bHigh
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow)
}

const highOf = (value: number): number => {
  const scaled = SPLITTER * value
  return scaled - (scaled - value)
}

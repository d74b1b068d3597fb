/** Beyond this the series loses its last digits and the continued fraction has all of them. */
const FAR = 4
const TERMS = 80

const density = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)

/**
 * Returns the probability that a standard normal is above `z`, relative error below 1e-10 in either tail.
 *
 * Near the middle by the series z + z³/3 + z⁵/(3·5) + …, far out by Laplace's continued fraction.
 */
export const normalAbove = (z: number): number => {
  if (z < 0) return 1 - normalAbove(-z)
  return z > FAR ? density(z) / fraction(z) : 0.5 - density(z) * series(z)
}

const series = (z: number): number => {
  let term = z
  let sum = z
  for (let n = 1; n < TERMS; n++) {
    term *= (z * z) / (2 * n + 1)
    sum += term
  }
  return sum
}

const fraction = (z: number): number => {
  let value = z
  for (let n = TERMS; n > 0; n--) value = z + n / value
  return value
}

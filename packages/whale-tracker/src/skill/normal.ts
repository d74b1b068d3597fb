/** The density of the standard normal. */
export const normalDensity = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)

/**
 * Returns the probability that a standard normal is above `z`, relative error below 1.2e-7 in either tail.
 *
 * @see Numerical Recipes, `erfcc` (Chebyshev fit of the complementary error function).
 */
export const normalAbove = (z: number): number => {
  const x = Math.abs(z) / Math.SQRT2
  const t = 1 / (1 + x / 2)
  const series = COEFFICIENTS.reduceRight((sum, each) => sum * t + each, 0)
  const tail = 0.5 * t * Math.exp(-x * x + series)
  return z >= 0 ? tail : 1 - tail
}

const COEFFICIENTS = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
  -0.82215223, 0.17087277,
]

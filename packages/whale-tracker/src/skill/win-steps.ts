/** An outcome of an event whose bets win together: its probability and the centred average of its wins. */
export type WinStep = Readonly<{ probability: number; value: number }>

/**
 * Lists how many of an event's bets win when one common draw decides them all: `k` of `n` win when the draw lies between the
 * k-th and the next chance. Chances are sorted, highest first.
 */
export const winSteps = (chances: readonly number[]): readonly WinStep[] => {
  const n = chances.length
  let mean = 0
  for (const chance of chances) mean += chance / n
  const steps: WinStep[] = []
  for (let k = 0; k <= n; k++) {
    const probability = (k === 0 ? 1 : (chances[k - 1] ?? 0)) - (chances[k] ?? 0)
    if (probability > 0) steps.push({ probability, value: k / n - mean })
  }
  return steps
}

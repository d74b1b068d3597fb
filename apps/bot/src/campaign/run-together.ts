/** Runs a task for each of many, so many at a time; rejects when one does. */
export const runTogether = async <T>(
  all: readonly T[],
  most: number,
  task: (each: T) => Promise<void>,
): Promise<void> => {
  const waiting = [...all]
  const work = async (): Promise<void> => {
    for (let each = waiting.shift(); each !== undefined; each = waiting.shift()) await task(each)
  }
  await Promise.all(Array.from({ length: Math.min(most, waiting.length) }, work))
}

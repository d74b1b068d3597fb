/** Finds the known name that a misspelt one most likely meant; short names must be nearer than long ones. */
export const nearestName = (name: string, known: ReadonlySet<string>): string | undefined => {
  const most = name.length < 10 ? 1 : 2
  const near = [...known]
    .map((each) => ({ each, far: editDistance(each, name) }))
    .filter(({ far }) => far <= most)
    .sort((a, b) => a.far - b.far)
  return near[0]?.each
}

/** Counts the letters to add, leave out or replace; names whose lengths differ by more than two are far apart. */
const editDistance = (a: string, b: string): number => {
  if (Math.abs(a.length - b.length) > 2) return Number.POSITIVE_INFINITY
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same))
    }
    row = next
  }
  return row[b.length] ?? Number.POSITIVE_INFINITY
}

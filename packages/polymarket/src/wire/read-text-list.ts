/** Reads a list of texts that is JSON inside a string (Gamma's habit) or a real array; else `undefined`. */
export const readTextList = (value: unknown): readonly string[] | undefined => {
  const list = typeof value === 'string' ? parseList(value) : value
  if (!Array.isArray(list)) return undefined
  return list.every((entry) => typeof entry === 'string') ? list : undefined
}

const parseList = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

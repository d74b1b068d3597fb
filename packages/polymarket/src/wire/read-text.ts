/** Reads non-empty text; `undefined` for anything else. */
export const readText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

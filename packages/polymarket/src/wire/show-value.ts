/** Writes any value of JSON as text for a message. Never throws, not even for an object whose `toString` is no function. */
export const showValue = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing')

/** Reads a figure that only ranks or informs, as number or decimal text; 0 when the venue gave none. */
export const readAmount = (...values: readonly unknown[]): number => {
  for (const value of values) {
    const amount = typeof value === 'string' && value !== '' ? Number(value) : value
    if (typeof amount === 'number' && Number.isFinite(amount)) return amount
  }
  return 0
}

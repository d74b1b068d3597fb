/** Wei that a unit of gas costs, always. */
export const GAS_PRICE = 30_000_000_000
/** What every transaction needs and uses. */
export const GAS = 300_000

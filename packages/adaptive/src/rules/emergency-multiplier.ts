const LOOSEN_PER_HOUR = 0.05
const FLOOR = 0.5

/**
 * Returns the emergency multiplier after a time without a trade: 1 until `afterHours`, then 5 % less for each full
 * hour that follows (the first step at once), not below one half. The strategies' own floors hold on top of it.
 */
export const emergencyMultiplier = (idleHours: number, afterHours: number): number => {
  if (idleHours < afterHours) return 1
  const steps = Math.floor(idleHours - afterHours) + 1
  return Math.max(FLOOR, 1 - LOOSEN_PER_HOUR * steps)
}

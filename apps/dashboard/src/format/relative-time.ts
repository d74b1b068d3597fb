const UNITS = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
] as const

/** Writes how long something takes: "12 s", "4 min", "3 h 20 min". */
export const duration = (millis: number): string => {
  for (const [index, [size, unit]] of UNITS.entries()) {
    if (millis < size) continue
    const whole = Math.floor(millis / size)
    const [smaller, smallerUnit] = UNITS[index + 1] ?? [1_000, 's']
    const rest = Math.floor((millis % size) / smaller)
    // Minutes say enough without their seconds.
    return rest === 0 || unit === 'min'
      ? `${whole} ${unit}`
      : `${whole} ${unit} ${rest} ${smallerUnit}`
  }
  return `${Math.max(0, Math.floor(millis / 1000))} s`
}

/** Writes how long ago or how soon a time is. */
export const relativeTime = (at: number, now: number): string => {
  const passed = now - at
  if (Math.abs(passed) < 1_500) return 'now'
  return passed > 0 ? `${duration(passed)} ago` : `in ${duration(-passed)}`
}

/** Writes an age in milliseconds: exact below ten seconds. */
export const age = (millis: number | null): string => {
  if (millis === null) return '–'
  return millis < 10_000 ? `${(millis / 1000).toFixed(2)} s` : duration(millis)
}

const DAY_SECONDS = 86_400

/** The calendar periods of the boards, in upper case. */
export const PERIODS = ['DAY', 'WEEK', 'MONTH', 'ALL'] as const

/** Returns the Unix second at which a calendar period began, in UTC. Weeks begin on Monday; `ALL` at 0. */
export const periodStart = (period: (typeof PERIODS)[number], now: number): number => {
  const day = new Date(now)
  const midnight = Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate()) / 1000
  switch (period) {
    case 'DAY':
      return midnight
    case 'WEEK':
      return midnight - ((day.getUTCDay() + 6) % 7) * DAY_SECONDS
    case 'MONTH':
      return Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), 1) / 1000
    case 'ALL':
      return 0
  }
}

import { z } from 'zod'

type Named = { displayName: string }

/** How far a game is. */
export type EspnStatus = {
  period?: number | undefined
  displayClock?: string | undefined
  type: { state: string; completed: boolean }
}
/** One side of a game: a team, a player or a pair of players. */
export type EspnCompetitor = {
  homeAway?: string | undefined
  order?: number | undefined
  score?: string | number | null | undefined
  winner?: boolean | undefined
  linescores?: { winner?: boolean | undefined }[] | null | undefined
  team?: Named | undefined
  athlete?: Named | undefined
  roster?: Named | undefined
}
/** One game, bout or match. */
export type EspnCompetition = {
  id: string
  date?: string | undefined
  status?: EspnStatus | undefined
  competitors: EspnCompetitor[]
}
/** One game, a fight night or a tournament. */
export type EspnEvent = {
  id: string
  date: string
  status?: EspnStatus | undefined
  competitions?: unknown[] | undefined
  groupings?: { competitions?: unknown[] | undefined }[] | undefined
}

const named = z.object({ displayName: z.string().min(1) })
const status = z.object({
  period: z.number().optional(),
  displayClock: z.string().optional(),
  type: z.object({ state: z.string(), completed: z.boolean() }),
})
const competitor = z.object({
  homeAway: z.string().optional(),
  order: z.number().optional(),
  score: z.union([z.string(), z.number()]).nullish(),
  winner: z.boolean().optional(),
  linescores: z.array(z.object({ winner: z.boolean().optional() })).nullish(),
  team: named.optional(),
  athlete: named.optional(),
  roster: named.optional(),
})

/** What we read of a competition. */
export const competitionShape: z.ZodType<EspnCompetition> = z.object({
  id: z.string().min(1),
  date: z.string().optional(),
  status: status.optional(),
  competitors: z.array(competitor),
})

/** What we read of an event. */
export const eventShape: z.ZodType<EspnEvent> = z.object({
  id: z.string().min(1),
  date: z.string(),
  status: status.optional(),
  competitions: z.array(z.unknown()).optional(),
  groupings: z.array(z.object({ competitions: z.array(z.unknown()).optional() })).optional(),
})

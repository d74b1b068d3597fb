import { z } from 'zod'
import type { Route } from '../http/route.js'
import type { ServerContext } from '../server-context.js'
import type { VenueTime } from '../venue-time.js'
import { controlRoute } from './control-route.js'

const TimeBody = z
  .strictObject({
    /** Milliseconds of the venue's time, at once. */
    advanceMs: z.int().positive().max(31_536_000_000).optional(),
    /** How many times as fast as the clock. */
    speed: z.number().positive().max(100_000).optional(),
  })
  .refine((body) => body.advanceMs !== undefined || body.speed !== undefined, {
    message: 'expected advanceMs or speed',
  })

/** Makes the route that moves the venue's time. */
export const timeRoute = ({ exchange }: ServerContext, time: VenueTime): Route =>
  controlRoute('time', TimeBody, ({ advanceMs, speed }) => {
    if (speed !== undefined) time.setSpeed(speed)
    if (advanceMs !== undefined) time.advance(advanceMs)
    return { now: exchange.now(), speed: time.speed() }
  })

import { parseUsd } from '@bot/core'
import type { Config } from '../config/load-config.js'
import { systemClock } from '../effects/system-clock.js'
import type { Logger } from '../log/create-logger.js'
import { chooseVenue, type VenueChoice } from './choose-venue.js'
import { openPolymarket } from './open-polymarket.js'
import { openSim } from './open-sim.js'
import type { Venue } from './venue.js'

/** Opens what was chosen; the simulated exchange goes on from `folder` when there is one. */
export const openVenue = (
  name: VenueChoice['venue'],
  { settings }: Config,
  log: Pick<Logger, 'debug'>,
  folder?: string,
): Promise<Venue> | Venue =>
  name === 'polymarket'
    ? openPolymarket(settings, fetch, systemClock)
    : openSim({
        seed: settings.seed,
        faucet: parseUsd(settings.startingBalance, 'nearest'),
        clock: systemClock,
        fetch,
        log: (message, details) => log.debug({ ...details }, `Simulated exchange: ${message}`),
        ...(folder === undefined ? {} : { folder }),
      })

/** Chooses and opens a venue for a command that only looks, and closes it when the task is done. */
export const withVenue = async <T>(
  config: Config,
  task: (venue: Venue) => Promise<T>,
): Promise<T> => {
  const { venue: name } = await chooseVenue(config.settings, fetch)
  const venue = await openVenue(name, config, { debug: () => {} })
  try {
    return await task(venue)
  } finally {
    await venue.close()
  }
}

import type { VenueAnswer } from '../http/venue-answer.js'

/** Refuses a request of the metadata host that does not make sense, with its own body. */
export const invalidGamma = (error: string): VenueAnswer => ({
  status: 422,
  body: { type: 'validation error', error },
})

/** Says that there is no such thing: `id` or `slug` names what was asked for. */
export const missingGamma = (what: string): VenueAnswer => ({
  status: 404,
  body: { type: 'not found error', error: `${what} not found` },
})

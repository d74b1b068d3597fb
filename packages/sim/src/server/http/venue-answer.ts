/** What a handler answers: a status, a body (text goes out as it is, anything else as JSON) and extra headers. */
export type VenueAnswer = Readonly<{
  status: number
  body: unknown
  headers?: Readonly<Record<string, string>>
}>

/** Answers 200 with a body. */
export const answer = (body: unknown): VenueAnswer => ({ status: 200, body })

/**
 * Answers a refusal with the venue's `{error}` body.
 *
 * Some texts decide the status, as on the venue: "not found" 404, "unauthorized" 401, "context canceled" 400.
 */
export const refuse = (status: number, error: string, more: object = {}): VenueAnswer => ({
  status: FORCED.find(([text]) => error.toLowerCase().includes(text))?.[1] ?? status,
  body: { error, ...more },
})

const FORCED: readonly (readonly [string, number])[] = [
  ['not found', 404],
  ['unauthorized', 401],
  ['context canceled', 400],
]

/** Tells whether a handler's helper returned an answer instead of the value it was asked for. */
export const isAnswer = (value: object): value is VenueAnswer =>
  'status' in value && 'body' in value && typeof value.status === 'number'

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
 * Any text that says "not found" becomes 404, as the venue does.
 */
export const refuse = (status: number, error: string, more: object = {}): VenueAnswer => ({
  status: error.includes('not found') ? 404 : status,
  body: { error, ...more },
})

/** Tells whether a handler's helper returned an answer instead of the value it was asked for. */
export const isAnswer = (value: object): value is VenueAnswer =>
  'status' in value && 'body' in value && typeof value.status === 'number'

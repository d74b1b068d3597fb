import { refuse, type VenueAnswer } from '../http/venue-answer.js'

/** What came of a posted order: the venue's body for one that it took, or the answer that refuses it. */
export type Submitted =
  | Readonly<{ taken: true; body: object }>
  | Readonly<{ taken: false; error: string; answer: VenueAnswer }>

/** Makes a refusal; `more` goes into its body beside the error. */
export const refused = (
  error: string,
  status = 400,
  more: object = {},
  headers?: Readonly<Record<string, string>>,
): Submitted => ({
  taken: false,
  error,
  answer: { ...refuse(status, error, more), ...(headers === undefined ? {} : { headers }) },
})

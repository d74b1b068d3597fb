import type { AnswerSink } from './answer-sink.js'
import type { VenueAnswer } from './venue-answer.js'

/** Lets pages of any origin read an answer. What steers the venue is never opened so: it needs no key. */
export const openToBrowsers = (sink: AnswerSink): AnswerSink => ({
  ...sink,
  head: (status, headers) => sink.head(status, { ...headers, 'access-control-allow-origin': '*' }),
})

/** Answers a browser's question whether it may send a request with its headers. */
export const preflightAnswer = (wantedHeaders: string | undefined): VenueAnswer => ({
  status: 200,
  body: new Uint8Array(),
  headers: {
    'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS',
    'access-control-allow-headers': wantedHeaders ?? '*',
    'access-control-max-age': '600',
  },
})

import { messageOf } from '@bot/core'
import type { AnswerSink } from './answer-sink.js'
import type { IncomingRequest } from './incoming-request.js'
import { openToBrowsers, preflightAnswer } from './open-to-browsers.js'
import type { Route } from './route.js'
import { createRouteTable } from './route-table.js'
import { type Serving, serveRoute } from './serve-route.js'
import { refuse } from './venue-answer.js'
import { writeAnswer } from './write-answer.js'

/** Serves one request, whatever carried it; never throws. */
export type RequestServer = (request: IncomingRequest, sink: AnswerSink) => void

/** Makes it; a path that no route has is answered with 404. */
export const createRequestServer = (serving: Serving, routes: readonly Route[]): RequestServer => {
  const find = createRouteTable(routes)
  return (request, given) => {
    const path = request.target.replace(/\?.*$/, '')
    const isVenue = VENUE_PATH.test(path)
    const sink = isVenue ? openToBrowsers(given) : given
    if (isVenue && request.method === 'OPTIONS') {
      const wanted = request.headers['access-control-request-headers']
      writeAnswer(sink, preflightAnswer(wanted), serving.later)
      return
    }
    const found = find(request.method, path)
    if (found === undefined) {
      writeAnswer(sink, refuse(404, 'not found'), serving.later)
      return
    }
    serveRoute(serving, found, request, sink).catch((cause: unknown) => {
      serving.context.log('A request could not be answered', { cause: messageOf(cause) })
      sink.cut()
    })
  }
}

const VENUE_PATH = /^\/(gamma|clob|data)\//

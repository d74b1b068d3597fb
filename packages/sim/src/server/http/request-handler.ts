import type { RequestListener } from 'node:http'
import { messageOf } from '@bot/core'
import fastify from 'fastify'
import type { Route } from './route.js'
import { type Serving, serveRoute } from './serve-route.js'
import { refuse } from './venue-answer.js'
import { cutConnection, writeAnswer } from './write-answer.js'

/** Turns requests into calls of routes. */
export type RequestHandler = Readonly<{ onRequest: RequestListener; close: () => Promise<void> }>

/** Makes the handler; bodies reach the routes as the text that came, since signatures cover it. */
export const createRequestHandler = async (
  serving: Serving,
  routes: readonly Route[],
): Promise<RequestHandler> => {
  const app = fastify({ logger: false, routerOptions: { maxParamLength: 200 } })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  for (const route of routes) {
    app.route({
      method: route.method,
      url: route.host === 'sim' ? route.path : `/${route.host}${route.path}`,
      handler: (request, reply) =>
        serveRoute(serving, route, request, reply).catch((cause: unknown) => {
          serving.context.log('A request could not be answered', { cause: messageOf(cause) })
          cutConnection(request.raw.socket)
        }),
    })
  }
  app.setNotFoundHandler((_request, reply) => {
    reply.hijack()
    writeAnswer(reply.raw, refuse(404, 'not found'), serving.clock)
  })
  await app.ready()
  return {
    onRequest: (request, response) => app.routing(request, response),
    close: () => app.close(),
  }
}

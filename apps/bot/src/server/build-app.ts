import { type Clock, isBotError, messageOf } from '@bot/core'
import fastifyStatic from '@fastify/static'
import {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  fastify,
} from 'fastify'
import type { Logger } from '../log/create-logger.js'
import type { StatsSource } from '../stats/stats-source.js'
import {
  type AccessRequest,
  type AccessRules,
  checkOrigin,
  checkToken,
  type Denial,
} from './access.js'
import { addCommandRoute } from './command-route.js'
import { createEventHub } from './event-hub.js'
import { addEventsRoute } from './events-route.js'
import { addJournalRoute } from './journal-route.js'
import { addHealthRoute, addReadRoutes } from './read-routes.js'

/** What the routes are made from. */
export type AppOptions = Readonly<{
  source: StatsSource
  rules: AccessRules
  assets?: string
  log: Logger
  clock: Clock
}>

const MOST_BODY_BYTES = 1_024
/** The page needs nothing from elsewhere; whatever gets into it may load and run nothing either. */
const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
}

/** Builds the routes with the checks before them; it listens to nothing yet. */
export const buildApp = async (options: AppOptions): Promise<FastifyInstance> => {
  const { source, rules, assets, log, clock } = options
  const app = fastify({ forceCloseConnections: true, bodyLimit: MOST_BODY_BYTES })
  const hub = createEventHub({
    source,
    clock,
    onError: (topic, thrown) =>
      log.error({ topic, reason: messageOf(thrown) }, 'Stats: a change could not be shown'),
  })
  app.addHook('preClose', async () => hub.close())
  // Forms and scripts of other sites may send plain text unasked; nothing here reads it.
  app.removeContentTypeParser('text/plain')
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(HEADERS)
    return deny(checkOrigin(readAccess(request), rules), reply)
  })
  answerFailures(app, log)
  addHealthRoute(app, source)
  await app.register(async (guarded) => {
    guarded.addHook('onRequest', async (request, reply) =>
      deny(checkToken(readAccess(request), rules), reply),
    )
    addReadRoutes(guarded, source)
    addJournalRoute(guarded, source)
    addEventsRoute(guarded, hub)
    addCommandRoute(guarded, source)
  })
  // The page holds nothing to guard: what it shows it asks for with the token.
  if (assets !== undefined) await app.register(fastifyStatic, { root: assets, cacheControl: false })
  return app
}

const deny = (denial: Denial | undefined, reply: FastifyReply): FastifyReply | undefined =>
  denial === undefined
    ? undefined
    : reply.code(denial.status).send({ error: { code: denial.code, message: denial.message } })

const readAccess = ({ headers, query }: FastifyRequest): AccessRequest => ({
  host: headers.host,
  origin: headers.origin,
  authorization: headers.authorization,
  token: (query as Readonly<Record<string, unknown>>)['token'],
})

const answerFailures = (app: FastifyInstance, log: Logger): void => {
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({
      error: { code: 'not-found', message: 'There is nothing at this path; see README.md.' },
    }),
  )
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    if (isBotError(error, 'invalid-argument'))
      return reply.code(400).send({ error: { code: error.code, message: error.message } })
    const status = error.statusCode ?? 500
    if (status < 500)
      return reply.code(status).send({ error: { code: 'bad-request', message: error.message } })
    log.error(
      { route: request.routeOptions.url, reason: messageOf(error) },
      'Stats: a request failed',
    )
    const code = isBotError(error) ? error.code : 'internal'
    return reply
      .code(500)
      .send({ error: { code, message: 'The answer could not be made; the log says why.' } })
  })
}

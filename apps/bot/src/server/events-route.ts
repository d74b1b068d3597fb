import type { FastifyInstance } from 'fastify'
import type { EventHub } from './event-hub.js'

/** Pages that may listen at once. */
const MOST_LISTENERS = 32
/** A page that reads slower than this much behind is let go; it connects again by itself. */
const MOST_WAITING_BYTES = 1_000_000

/** Adds `/api/events`: server-sent events named after what changed, each with the whole of it as JSON. */
export const addEventsRoute = (app: FastifyInstance, hub: EventHub): void => {
  app.get('/api/events', { exposeHeadRoute: false }, (_request, reply) => {
    if (hub.listeners() >= MOST_LISTENERS) {
      return reply.code(503).send({
        error: {
          code: 'too-many-listeners',
          message: `Expected at most ${MOST_LISTENERS} pages to listen at once; close one.`,
        },
      })
    }
    const { raw } = reply
    const headers = reply.getHeaders()
    reply.hijack()
    raw.writeHead(200, {
      ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
      'content-type': 'text/event-stream; charset=utf-8',
      // A proxy that gathers the answer would show every change late.
      'x-accel-buffering': 'no',
    })
    const leave = hub.join((text) => {
      raw.write(text)
      if (raw.writableLength > MOST_WAITING_BYTES) raw.destroy()
    })
    raw.on('close', leave)
    raw.on('error', leave)
    return reply
  })
}

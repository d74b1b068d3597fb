import type { FastifyInstance } from 'fastify'
import { renderMetrics } from '../stats/metrics.js'
import type { StatsSource } from '../stats/stats-source.js'

/** Adds what anyone may read: whether the bot works. */
export const addHealthRoute = (app: FastifyInstance, source: StatsSource): void => {
  app.get('/health', (_request, reply) => {
    const health = source.health()
    return reply.code(health.ok ? 200 : 503).send(health)
  })
}

/** Adds the routes that show what the source knows now, one a kind, and the same for Prometheus. */
export const addReadRoutes = (app: FastifyInstance, source: StatsSource): void => {
  const views: Readonly<Record<string, () => unknown>> = {
    status: source.status,
    positions: source.positions,
    trades: source.trades,
    strategies: source.strategies,
    dynamic_stats: source.dynamicStats,
    funnel: source.funnel,
    signals: source.signals,
    opportunities: source.opportunities,
    refusals: source.refusals,
    whales: source.whales,
  }
  for (const [name, view] of Object.entries(views)) {
    app.get(`/api/${name}`, (_request, reply) => reply.send(view()))
  }
  app.get('/metrics', async (_request, reply) => {
    const { contentType, text } = await renderMetrics(source)
    return reply.type(contentType).send(text)
  })
}

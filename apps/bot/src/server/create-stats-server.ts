import { BotError, type Clock, messageOf } from '@bot/core'
import type { FastifyInstance } from 'fastify'
import type { Logger } from '../log/create-logger.js'
import type { StatsSource } from '../stats/stats-source.js'
import { isLoopback } from './access.js'
import { buildApp } from './build-app.js'

/** What a stats server is made from. */
export type StatsServerOptions = Readonly<{
  source: StatsSource
  /** The address to listen on; any but the loopback demands a token. */
  host: string
  /** 0 takes any free port. */
  port: number
  /** Whether a person chose the port: a taken one is then an error instead of the next free one. */
  portWasSet: boolean
  /** What readers must show, as `Authorization: Bearer` or `?token=`; `/health` never asks for it. */
  token?: string
  /** Folder of the page; without it there is none. */
  assets?: string
  log: Logger
  clock: Clock
}>

/** A server that listens. `port` differs from the asked one where that was taken. */
export type StatsServer = Readonly<{ url: string; port: number; close: () => Promise<void> }>

/** Ports tried after the default. */
const MORE_PORTS = 20
const LAST_PORT = 65_535

/**
 * Starts the stats server: health, stats, metrics, events, commands and the page.
 *
 * @throws BotError `invalid-config` when the address is not the loopback and there is no token, or cannot be listened
 * on; `port-in-use` when the port was set and is taken, or the 20 after the default are taken too.
 */
export const createStatsServer = async (options: StatsServerOptions): Promise<StatsServer> => {
  const { host, port, portWasSet } = options
  const token = options.token === '' ? undefined : options.token
  if (!isLoopback(host) && token === undefined) throw tokenMissing(host)
  const last = portWasSet || port === 0 ? port : Math.min(port + MORE_PORTS, LAST_PORT)
  for (let candidate = port; candidate <= last; candidate++) {
    const app = await buildApp({ ...options, rules: { host, token } })
    const taken = await listen(app, host, candidate)
    if (taken) continue
    const address = app.server.address()
    const bound = typeof address === 'object' && address !== null ? address.port : candidate
    return { url: `http://${shownHost(host)}:${bound}`, port: bound, close: () => app.close() }
  }
  throw portTaken(host, port, last)
}

/** Returns whether the port was taken. */
const listen = async (app: FastifyInstance, host: string, port: number): Promise<boolean> => {
  try {
    await app.listen({ host, port })
    return false
  } catch (thrown) {
    await app.close()
    const code = (thrown as Readonly<{ code?: unknown }>).code
    if (code === 'EADDRINUSE') return true
    throw new BotError(
      'invalid-config',
      `Expected to listen on ${host}:${port}, failed with ${messageOf(thrown)}; set DASHBOARD_HOST to an address of this machine and DASHBOARD_PORT to a port that you may open (1024 or above)`,
      { host, port },
      thrown,
    )
  }
}

/** An address that a browser can open; the wildcard is none. */
const shownHost = (host: string): string => {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}

const tokenMissing = (host: string): BotError =>
  new BotError(
    'invalid-config',
    `Expected DASHBOARD_TOKEN to be set because DASHBOARD_HOST=${host} lets others reach the stats server, was empty; set DASHBOARD_TOKEN or leave DASHBOARD_HOST out`,
    { host },
  )

const portTaken = (host: string, port: number, last: number): BotError =>
  new BotError(
    'port-in-use',
    port === last
      ? `Expected port ${port} on ${host} to be free, was taken; stop what listens there, or set DASHBOARD_PORT to another port (0 takes any free one)`
      : `Expected a free port from ${port} to ${last} on ${host}, all were taken; set DASHBOARD_PORT to a free one (0 takes any)`,
    { host, port, last },
  )

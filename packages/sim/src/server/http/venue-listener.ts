import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { BotError, messageOf } from '@bot/core'
import type { Door } from './restarts.js'

/** A TCP listener that can be closed and opened again on the same port, as a venue that restarts. */
export type VenueListener = Door & Readonly<{ server: Server; port: number }>

/**
 * Listens for requests and upgrades.
 *
 * @throws BotError `port-in-use` when the port is taken
 */
export const listen = async (
  address: Readonly<{ host: string; port: number }>,
  onRequest: RequestListener,
): Promise<VenueListener> => {
  const server = createServer({ keepAliveTimeout: 30_000 }, onRequest)
  const sockets = new Set<Socket | Duplex>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await start(server, address.host, address.port)
  const { port } = server.address() as AddressInfo
  return {
    server,
    port,
    shut: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
    refuse: async () => void server.close(),
    open: async () => {
      if (!server.listening) await start(server, address.host, port)
    },
  }
}

const start = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const fail = (cause: Error): void => {
      const code =
        (cause as NodeJS.ErrnoException).code === 'EADDRINUSE' ? 'port-in-use' : 'request-failed'
      const message = `Expected to listen on ${host}:${port}: ${messageOf(cause)}; choose another port`
      reject(new BotError(code, message, { host, port }, cause))
    }
    server.once('error', fail)
    server.listen(port, host, () => {
      server.off('error', fail)
      resolve()
    })
  })

import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocket, WebSocketServer } from 'ws'
import type { LinkSocket } from './link-socket.js'
import type { StreamServer } from './stream-server.js'

/** Serves the WebSocket upgrades of an HTTP server. */
export const serveUpgrades = (server: Server, admit: StreamServer['admit']): void => {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
  server.on('upgrade', (request: IncomingMessage, duplex: Duplex, head: Buffer) => {
    const admission = admit(new URL(request.url ?? '/', 'http://venue').pathname)
    if (admission === 'reset') duplex.destroy()
    else if (admission === 'not-found') refuseUpgrade(duplex)
    else {
      sockets.handleUpgrade(request, duplex, head, (socket) => {
        const { onText, onClose } = admission(linkSocketOf(socket))
        socket.on('message', (data) => onText(String(data)))
        socket.on('error', () => socket.terminate())
        socket.on('close', onClose)
      })
    }
  })
}

const linkSocketOf = (socket: WebSocket): LinkSocket => ({
  isOpen: () => socket.readyState === WebSocket.OPEN,
  buffered: () => socket.bufferedAmount,
  send: (text) => socket.send(text),
  close: (code, reason) => socket.close(code, reason),
  terminate: () => socket.terminate(),
})

const refuseUpgrade = (duplex: Duplex): void => {
  duplex.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
}

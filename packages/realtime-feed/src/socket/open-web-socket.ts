import WebSocket from 'isomorphic-ws'
import type { SocketHandlers, StreamSocket } from './stream-socket.js'

/**
 * Opens a WebSocket, in Node and in browsers.
 *
 * Compression is not offered: it costs fifty times the work of reading plain frames.
 *
 * @see https://github.com/websockets/ws/blob/master/doc/ws.md
 */
export const openWebSocket = (url: string, handlers: SocketHandlers): StreamSocket => {
  // A browser takes no options: there the second argument would be a protocol name.
  const native = typeof WebSocket.prototype.terminate !== 'function'
  const socket = native ? new WebSocket(url) : new WebSocket(url, { perMessageDeflate: false })
  socket.onopen = () => handlers.onOpen()
  socket.onmessage = ({ data }) =>
    handlers.onMessage(typeof data === 'string' ? data : String(data))
  socket.onerror = (event) => handlers.onError(event.error ?? event)
  socket.onclose = ({ code, reason }) => handlers.onClose(code, reason)
  return {
    send: (text) => socket.send(text),
    close: () => socket.close(),
    terminate: () => (native ? socket.close() : socket.terminate()),
  }
}

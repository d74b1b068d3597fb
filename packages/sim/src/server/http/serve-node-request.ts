import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { AnswerSink } from './answer-sink.js'
import type { RequestServer } from './create-request-server.js'

const MOST_BODY_BYTES = 1_048_576

/** Makes the listener of an HTTP server: it collects a request's body and hands it on; over 1 MiB is cut. */
export const serveNodeRequest =
  (serve: RequestServer): RequestListener =>
  (request, response) => {
    const chunks: Buffer[] = []
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > MOST_BODY_BYTES) request.destroy()
      else chunks.push(chunk)
    })
    request.on('error', () => request.destroy())
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8')
      serve(
        {
          method: request.method ?? 'GET',
          target: request.url ?? '/',
          headers: singleHeaders(request),
          body,
          remote: request.socket.remoteAddress ?? '',
        },
        sinkOf(response),
      )
    })
  }

const singleHeaders = ({ headers }: IncomingMessage): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  )

const sinkOf = (response: ServerResponse): AnswerSink => {
  let unsent = 0
  let cutting = false
  const sent = (): void => {
    unsent -= 1
    if (cutting && unsent === 0) response.destroy()
  }
  return {
    head: (status, headers) => void response.writeHead(status, headers),
    write: (bytes) => {
      unsent += 1
      response.write(bytes, sent)
    },
    end: () => void response.end(),
    cut: () => {
      cutting = true
      // Before anything was said, a client sees a reset; amid a body, it sees the end of the line.
      if (!response.headersSent) response.socket?.resetAndDestroy()
      else if (unsent === 0) response.destroy()
    },
    isOver: () => response.destroyed || response.writableEnded,
  }
}

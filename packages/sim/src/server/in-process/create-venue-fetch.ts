import type { AnswerSink } from '../http/answer-sink.js'
import type { RequestServer } from '../http/create-request-server.js'
import type { InProcessDoor } from './in-process-door.js'
import {
  connectionRefused,
  connectionReset,
  networkError,
  otherSideClosed,
} from './network-error.js'
import { readFetchRequest } from './read-fetch-request.js'

type FetchParts = Readonly<{ host: string; door: InProcessDoor; serve: RequestServer }>

/** Makes a `fetch` that reaches one venue alone, without a network; it fails as the real one does. */
export const createVenueFetch =
  ({ host, door, serve }: FetchParts): typeof globalThis.fetch =>
  async (input, init) => {
    const { url, signal, request } = await readFetchRequest(input, init)
    signal?.throwIfAborted()
    if (url.host !== host) {
      throw failed(
        networkError(`getaddrinfo ENOTFOUND ${url.hostname}`, 'ENOTFOUND', 'getaddrinfo'),
      )
    }
    if (!door.isOpen()) throw failed(connectionRefused(host))
    return await new Promise<Response>((resolve, reject) => {
      const wire = createWire(resolve, reject)
      const forget = door.hold(wire.sink.cut)
      const abort = (): void => wire.abort(signal?.reason)
      signal?.addEventListener('abort', abort, { once: true })
      wire.onOver(() => {
        forget()
        signal?.removeEventListener('abort', abort)
      })
      serve(request, wire.sink)
    })
  }

const failed = (cause: Error): TypeError => new TypeError('fetch failed', { cause })

type Wire = Readonly<{
  sink: AnswerSink
  /** The client gives up: what it waits for fails with its own reason. */
  abort: (reason: unknown) => void
  onOver: (task: () => void) => void
}>

/** One request's way back: it answers a promise with the head, and a stream with the body. */
const createWire = (
  resolve: (response: Response) => void,
  reject: (reason: unknown) => void,
): Wire => {
  let body: ReadableStreamDefaultController<Uint8Array> | undefined
  let over = false
  let onOver: () => void = () => {}
  const finish = (last: () => void): void => {
    if (over) return
    over = true
    onOver()
    last()
  }
  const head: AnswerSink['head'] = (status, headers) => {
    if (over) return
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => {
        body = controller
      },
      cancel: () => finish(() => {}),
    })
    resolve(new Response(isBodiless(status) ? null : stream, { status, headers }))
  }
  return {
    sink: {
      head,
      write: (bytes) => {
        if (!over && bytes.length > 0) body?.enqueue(bytes)
      },
      end: () => finish(() => body?.close()),
      cut: () =>
        finish(() => {
          if (body === undefined) reject(failed(connectionReset()))
          else body.error(new TypeError('terminated', { cause: otherSideClosed() }))
        }),
      isOver: () => over,
    },
    abort: (reason) =>
      finish(() => {
        if (body === undefined) reject(reason)
        else body.error(reason)
      }),
    onOver: (task) => {
      onOver = task
    },
  }
}

const isBodiless = (status: number): boolean => [204, 205, 304].includes(status)

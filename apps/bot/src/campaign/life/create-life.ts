import type { Clock } from '@bot/core'
import type { OpenSocket, SocketHandlers, StreamSocket } from '@bot/realtime-feed'

/** What a process can do to the world and the world to it. */
export type Effects = Readonly<{
  clock: Clock
  fetch: typeof globalThis.fetch
  openSocket: OpenSocket
}>

/** The effects of one process of a scenario, until it dies. */
export type Life = Effects &
  Readonly<{
    /** Makes a call one that this process waits for: once it is dead it hears nothing of it any more. */
    alone: <A extends readonly unknown[], R>(
      call: (...given: A) => Promise<R>,
    ) => (...given: A) => Promise<R>
    /**
     * Kills it as `kill -9` does: no timer fires, no answer and no frame arrives any more, its sockets are cut. What it
     * had sent goes on at the venue.
     */
    kill: () => void
    isOver: () => boolean
  }>

/** Begins a life over the effects of its world. */
export const createLife = (world: Effects): Life => {
  let dead = false
  const timers = new Set<() => void>()
  const sockets = new Set<StreamSocket>()
  const never = new Promise<never>(() => {})
  const after: Clock['after'] = (delayMs, task) => {
    if (dead) return () => {}
    const cancel = world.clock.after(delayMs, () => {
      timers.delete(cancel)
      task()
    })
    timers.add(cancel)
    return () => {
      timers.delete(cancel)
      cancel()
    }
  }
  const alone: Life['alone'] =
    (call) =>
    async (...given) => {
      if (dead) return never
      const [answer] = await Promise.allSettled([call(...given)])
      if (dead) return never
      if (answer.status === 'rejected') throw answer.reason
      return answer.value
    }
  const openSocket: OpenSocket = (url, handlers) => {
    if (dead) return { send: () => {}, close: () => {}, terminate: () => {} }
    const onEnd = (): void => void sockets.delete(socket)
    const socket = world.openSocket(
      url,
      whileAlive(handlers, () => !dead, onEnd),
    )
    sockets.add(socket)
    return socket
  }
  return {
    clock: { now: world.clock.now, after },
    fetch: alone(world.fetch),
    openSocket,
    alone,
    isOver: () => dead,
    kill: () => {
      dead = true
      for (const cancel of timers) cancel()
      for (const socket of sockets) socket.terminate()
    },
  }
}

const whileAlive = (
  handlers: SocketHandlers,
  alive: () => boolean,
  onEnd: () => void,
): SocketHandlers => ({
  onOpen: () => alive() && handlers.onOpen(),
  onMessage: (text) => alive() && handlers.onMessage(text),
  onClose: (code, reason) => {
    onEnd()
    if (alive()) handlers.onClose(code, reason)
  },
  onError: (error) => alive() && handlers.onError(error),
})

import type { Clock, TimeMs } from '@bot/core'

/** One order as it left the process: the exact bytes. */
export type PostedOrder = Readonly<{ at: TimeMs; body: string }>

/** Every order that was posted, in its order. */
export type OrderLog = Readonly<{
  all: () => readonly PostedOrder[]
  /** Hears of each before the venue does. */
  onPost: (listener: (posted: PostedOrder) => void) => void
}>

/** Writes down the orders that go through a `fetch`, whatever becomes of them. */
export const watchOrders = (
  fetch: typeof globalThis.fetch,
  clock: Clock,
): Readonly<{ fetch: typeof globalThis.fetch; log: OrderLog }> => {
  const all: PostedOrder[] = []
  const listeners: ((posted: PostedOrder) => void)[] = []
  const note = (body: string): void => {
    const posted = { at: clock.now(), body }
    all.push(posted)
    for (const listener of listeners) listener(posted)
  }
  return {
    fetch: (input, init) => {
      if (init?.method === 'POST' && /\/orders?$/.test(String(input))) note(String(init.body))
      return fetch(input, init)
    },
    log: { all: () => all, onPost: (listener) => void listeners.push(listener) },
  }
}

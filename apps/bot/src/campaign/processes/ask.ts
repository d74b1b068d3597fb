import { setTimeout as sleep } from 'node:timers/promises'

const TRIES = 40
const PAUSE_MS = 250
const PATIENCE_MS = 10_000

/** Tries again and again until it works: the faults of a scenario strike its own questions, too. */
export const insist = async <T>(task: () => Promise<T>): Promise<T> => {
  for (let left = TRIES; ; left--) {
    try {
      return await task()
    } catch (thrown) {
      if (left <= 1) throw thrown
      await sleep(PAUSE_MS)
    }
  }
}

/** Asks until there is an answer. */
export const ask = (url: string, init: () => RequestInit = () => ({})): Promise<unknown> =>
  insist(async () => {
    const reply = await fetch(url, { ...init(), signal: AbortSignal.timeout(PATIENCE_MS) })
    const text = await reply.text()
    if (!reply.ok) throw new Error(`${reply.status} of ${url}: ${text.slice(0, 200)}`)
    return JSON.parse(text)
  })

/** Sends JSON by POST, once; tells whether it was taken. */
export const tell = async (url: string, body: unknown): Promise<boolean> => {
  try {
    const reply = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    await reply.text()
    return reply.ok
  } catch {
    return false
  }
}

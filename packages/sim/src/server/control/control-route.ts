import { BotError } from '@bot/core'
import { z } from 'zod'
import type { Route } from '../http/route.js'
import { answer, refuse } from '../http/venue-answer.js'
import { jsonBody } from '../http/venue-request.js'

/**
 * Makes `POST /_sim/<name>`: the body is checked, then acted on; what `act` returns is the answer.
 *
 * A body that does not fit, and a `BotError` of the action, are answered with 400 and what was expected.
 */
export const controlRoute = <T>(
  name: string,
  schema: z.ZodType<T>,
  act: (body: T) => unknown,
): Route => ({
  host: 'sim',
  method: 'POST',
  path: `/_sim/${name}`,
  handle: ({ body }) => {
    const parsed = schema.safeParse(jsonBody(body === '' ? '{}' : body))
    if (!parsed.success) return refuse(400, `${name}: ${z.prettifyError(parsed.error)}`)
    return orRefusal(name, () => act(parsed.data))
  },
})

/** Answers with what a task returns, or with 400 and the text of the `BotError` that it throws. */
export const orRefusal = (name: string, task: () => unknown): ReturnType<typeof answer> => {
  try {
    return answer(task())
  } catch (thrown) {
    if (thrown instanceof BotError)
      return { status: 400, body: { error: `${name}: ${thrown.message}` } }
    throw thrown
  }
}

import { BotError } from '@bot/core'
import type { z } from 'zod'

/**
 * Checks a whole answer against what we read of it.
 *
 * @throws BotError `unexpected-response` naming the path and the first thing that is wrong.
 */
export const expectShape = <T>(schema: z.ZodType<T>, value: unknown, path: string): T => {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const where = issue?.path.join('.') || 'the answer'
  throw new BotError(
    'unexpected-response',
    `Expected the known shape from ${path}, was ${where}: ${issue?.message}; the venue may have changed`,
    { path, where },
  )
}

import type { z } from 'zod'

/** Names the first field that a shape found wrong: `bad-competitors-team`, without positions in lists. */
export const reasonOf = (error: z.ZodError): string => {
  const path = error.issues[0]?.path ?? []
  const words = path
    .filter((part) => typeof part === 'string')
    .map((part) => part.replaceAll(/([a-z])([A-Z])/g, '$1-$2').replaceAll('_', '-'))
  return words.length === 0 ? 'not-an-object' : `bad-${words.join('-').toLowerCase()}`
}

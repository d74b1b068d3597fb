/**
 * What the matching engine sometimes answers to an order for reasons that a simulated one does not have. Scripts ask
 * for them by name, so that clients can be shown each.
 *
 * @see the protocol sheet, 4.7
 */
export const ENGINE_MESSAGES = {
  'crosses-the-book': { status: 400, text: (id: string): string => `order ${id} crosses the book` },
  'invalid-nonce': { status: 400, text: (): string => 'invalid nonce' },
  'canceled-on-chain': {
    status: 400,
    text: (): string => 'order canceled in the CTF exchange contract',
  },
  'match-delayed': {
    status: 400,
    text: (): string => 'order match delayed due to market conditions',
  },
  'market-not-ready': {
    status: 400,
    text: (): string => 'the market is not yet ready to process new orders',
  },
  'context-canceled': { status: 500, text: (): string => 'context canceled' },
  'no-matching-orders': { status: 500, text: (): string => 'there are no matching orders' },
  'rounding-issues': { status: 500, text: (): string => 'the trade contains rounding issues' },
  'price-discrepancy': {
    status: 500,
    text: (): string =>
      "the price of the taker's order has a discrepancy greater than allowed with the worst maker order",
  },
  'not-inserted': { status: 500, text: (): string => 'could not insert order' },
} as const

export type EngineMessage = keyof typeof ENGINE_MESSAGES

/** Refusals that wait for the next orders. */
export type ScriptedRefusals = Readonly<{
  /** Refuses the next `count` orders, of one signer or (without it) of anyone. */
  add: (message: EngineMessage, count?: number, signer?: string) => void
  take: (signer: string) => EngineMessage | undefined
}>

/** Makes an empty list. */
export const createScriptedRefusals = (): ScriptedRefusals => {
  const waiting: { message: EngineMessage; left: number; signer: string | undefined }[] = []
  return {
    add: (message, count = 1, signer) =>
      void waiting.push({ message, left: count, signer: signer?.toLowerCase() }),
    take: (signer) => {
      const at = waiting.findIndex((next) => next.signer === undefined || next.signer === signer)
      const found = waiting[at]
      if (found === undefined) return undefined
      found.left -= 1
      if (found.left <= 0) waiting.splice(at, 1)
      return found.message
    },
  }
}

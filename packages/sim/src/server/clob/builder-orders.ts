import type { OrderId } from '@bot/core'

const NO_BUILDER = /^0x0{64}$/
const KEPT = 20_000

/** Which builder sent which order, as far back as the exchange remembers its trades. */
export type BuilderOrders = Readonly<{
  /** Remembers an order's builder code; the zero code means none. */
  note: (order: OrderId, code: string) => void
  builderOf: (order: OrderId) => string | undefined
}>

/** Makes an empty memory; the oldest orders are forgotten first. */
export const createBuilderOrders = (): BuilderOrders => {
  const codes = new Map<OrderId, string>()
  return {
    note: (order, code) => {
      if (NO_BUILDER.test(code)) return
      codes.set(order, code.toLowerCase())
      const [oldest] = codes.keys()
      if (codes.size > KEPT && oldest !== undefined) codes.delete(oldest)
    },
    builderOf: (order) => codes.get(order),
  }
}

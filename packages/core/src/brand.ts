declare const brand: unique symbol

/** Makes `T` distinct by name, at compile time only. */
export type Brand<T, B extends string> = T & { readonly [brand]: B }

/** Unix milliseconds. Always read from an event or an injected clock, never from the machine. */
export type TimeMs = Brand<number, 'time-ms'>
/** One outcome of a market: the venue's own id, opaque. */
export type TokenId = Brand<string, 'token'>
/** A market: Polymarket's condition id, or a slug where a recording knows no more. */
export type MarketId = Brand<string, 'market'>
/** A group of markets about one happening (a game, an election). */
export type EventId = Brand<string, 'event'>
/** The venue's id of an order; on Polymarket the hash of what was signed, known before it is sent. */
export type OrderId = Brand<string, 'order'>
/** Our id of an order, derived from the event that caused it, the same in every replay. */
export type OrderRef = Brand<string, 'order-ref'>

/** Brands a number of Unix milliseconds. */
export const timeMs = (value: number): TimeMs => value as TimeMs
/** Brands a venue's outcome id. */
export const tokenId = (value: string): TokenId => value as TokenId
/** Brands a market id. */
export const marketId = (value: string): MarketId => value as MarketId
/** Brands an event id. */
export const eventId = (value: string): EventId => value as EventId
/** Brands a venue's order id. */
export const orderId = (value: string): OrderId => value as OrderId
/** Brands our own order reference. */
export const orderRef = (value: string): OrderRef => value as OrderRef

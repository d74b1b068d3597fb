import { type Exchanged, exchangedFromPrice, notional } from '@bot/core'
import { readPrice } from '../wire/read-price.js'
import { readSize } from '../wire/read-size.js'
import { type FrameSink, type MarketMessage, rejectPart } from './market-message.js'
import { readTokenHeader } from './read-header.js'

/** Decodes `last_trade_price`: a trade that was printed, with the taker's side. Its price may lie between ticks. */
export const decodeTrade = (message: MarketMessage, sink: FrameSink): void => {
  const header = readTokenHeader(message, sink)
  if (header === undefined) return
  const side = message.side === 'BUY' ? 'buy' : message.side === 'SELL' ? 'sell' : undefined
  if (side === undefined) {
    rejectPart(sink, 'bad-side', message, message.side)
    return
  }
  const exchanged = readExchanged(message.size, message.price)
  if (typeof exchanged === 'string') {
    rejectPart(sink, exchanged, message, exchanged === 'bad-size' ? message.size : message.price)
    return
  }
  const transaction = message.transaction_hash
  const known = typeof transaction === 'string' && transaction !== ''
  sink.updates.push({
    kind: 'trade',
    ...header,
    side,
    exchanged,
    ...(known && { transaction }),
  })
}

/** What was exchanged, or the reason why it cannot be read. */
const readExchanged = (sizeText: unknown, priceText: unknown): Exchanged | string => {
  const size = readSize(sizeText)
  if (size === undefined) return 'bad-size'
  const price = readPrice(priceText)
  if (price !== undefined) return { size, notional: notional(size, price, 'nearest') }
  if (typeof priceText !== 'string') return 'bad-price'
  const dollars = Number(priceText)
  if (!(dollars >= 0 && dollars <= 1)) return 'bad-price'
  try {
    return { size, notional: exchangedFromPrice(sizeText as string, priceText).notional }
  } catch {
    return 'bad-price'
  }
}

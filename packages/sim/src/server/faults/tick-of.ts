import { BotError, type Price, parsePrice } from '@bot/core'

const TICKS: readonly string[] = ['0.1', '0.01', '0.005', '0.0025', '0.001', '0.0001']

/**
 * Reads a tick.
 *
 * @throws BotError `invalid-argument` for what is no tick of the venue
 */
export const tickOf = (text: string): Price => {
  if (TICKS.includes(text)) return parsePrice(text)
  const message = `Expected tick to be one of ${TICKS.join(', ')}, was "${text}"`
  throw new BotError('invalid-argument', message, { tick: text })
}

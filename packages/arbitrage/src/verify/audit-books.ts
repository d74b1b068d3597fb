import type { BookView, MarketFacts } from '@bot/core'
import type { Certificate } from '../certificate/certificate.js'
import type { BookLookup } from '../detect/opportunity.js'

/** Finds the first way in which the certificate's books, markets or sizes are not what it says; `undefined` if none. */
export const auditBooks = (
  certificate: Certificate,
  bookOf: BookLookup,
  markets: readonly MarketFacts[],
): string | undefined => {
  if (certificate.books.length !== certificate.legs.length) return 'expected one book a leg'
  for (const [index, leg] of certificate.legs.entries()) {
    const claim = certificate.books[index]
    const market = markets.find(({ id }) => id === leg.market)
    const book = bookOf(leg.token)
    if (claim === undefined || claim.token !== leg.token || claim.market !== leg.market) {
      return `the book of leg ${index} is of another token`
    }
    if (market === undefined || !market.tokens.includes(leg.token)) {
      return `${leg.token} is no outcome of ${leg.market}`
    }
    if (claim.ageMs !== certificate.certifiedAt - claim.provenAliveAt) {
      return `ageMs of leg ${index}: expected ${certificate.certifiedAt - claim.provenAliveAt}`
    }
    const problem = bookProblem(claim, book) ?? marketProblem(market, bookOf, leg.shares)
    if (problem !== undefined) return `${leg.token}: ${problem}`
  }
  const proven = certificate.books.map(({ provenAliveAt }) => provenAliveAt)
  if (proven.some((at) => at > certificate.certifiedAt))
    return 'a book is younger than its certificate'
  const apart = Math.max(...proven) - Math.min(...proven)
  return apart === certificate.maxSkewMs ? undefined : `maxSkewMs: expected ${apart}`
}

const bookProblem = (
  claim: Certificate['books'][number],
  book: BookView | undefined,
): string | undefined => {
  if (book === undefined || book.status !== 'live') return 'its book is not live'
  if (book.epoch !== claim.epoch) return `epoch: expected ${book.epoch}, was ${claim.epoch}`
  if (book.changedAt !== claim.changedAt) {
    return `changedAt: expected ${book.changedAt}, was ${claim.changedAt}`
  }
  return claim.provenAliveAt > book.provenAliveAt ? 'never proven alive at that time' : undefined
}

const marketProblem = (
  market: MarketFacts,
  bookOf: BookLookup,
  shares: number,
): string | undefined => {
  if (!market.tradable || market.tokens.length !== 2) return 'its market is not tradable'
  if (market.fee === 'unknown') return 'its fee is not known'
  if (market.minimumSize === 'unknown' || shares < market.minimumSize)
    return 'below its minimum size'
  for (const token of market.tokens) {
    const book = bookOf(token)
    const bid = Math.max(-1, ...(book?.bids.prices ?? []))
    const ask = Math.min(10_001, ...(book?.asks.prices ?? []))
    if (bid >= ask) return 'its book is crossed'
  }
  return undefined
}

import {
  type Basket,
  BotError,
  mulDiv,
  notional,
  PRICE_ONE,
  price,
  type Signal,
  type Size,
  type TimeMs,
  type Usd,
  type View,
} from '@bot/core'
import type { Certificate } from '../certificate/certificate.js'
import { describeOpportunity } from '../describe-opportunity.js'

/** What a signal needs beside its certificate: how long it lives, its cap, and the fee of shares at a price. */
export type SignalOptions = Readonly<{ lifeMs: number; maxUsd: Usd; fee: View['fee'] }>

/** A fee unit: each further fill may round up by as much. */
const FEE_UNIT = 10
const MOST_FILLS = 10

/**
 * Turns a certificate into the signal that carries its basket.
 *
 * Confidence is 1: the payoff is proven, and what can still go wrong, a leg that does not fill, is bounded by
 * `maxLegLoss`. `edgePerShare` is the proven gain a set after fees, in dollars.
 */
export const toSignal = (
  strategy: string,
  certificate: Certificate,
  { lifeMs, maxUsd, fee }: SignalOptions,
): Signal => {
  const expiresAt = (certificate.certifiedAt + lifeMs) as TimeMs
  const [leg] = certificate.legs
  const room = Math.max(0, maxUsd - certificate.capital)
  if (leg === undefined) {
    throw new BotError('invalid-argument', 'Expected a certificate with legs, was none', {
      subject: certificate.subject,
    })
  }
  return {
    kind: 'signal',
    strategy,
    token: leg.token,
    market: leg.market,
    side: leg.side,
    entry: 'take',
    limit: leg.limit,
    measured: { edgeCents: certificate.edgeCents },
    edgePerShare: certificate.edgeCents / 100,
    confidence: 1,
    wanted: certificate.shares,
    expiresAt,
    because: describeOpportunity(certificate),
    basket: toBasket(certificate, expiresAt, fee, room),
  }
}

const toBasket = (
  certificate: Certificate,
  expiresAt: TimeMs,
  fee: View['fee'],
  most: number,
): Basket => {
  const room = Math.min(feeRoom(certificate, fee), most)
  const dearest = feeBound(certificate, fee)
  return {
    id: `arbitrage:${certificate.kind}:${certificate.subject}:${certificate.certifiedAt}`,
    stages: certificate.stages,
    maxCost: (certificate.capital + room) as Usd,
    worstCase: (certificate.worstProfit - room) as Usd,
    maxLegLoss: Math.max(certificate.maxLegLoss, dearest - certificate.worstProfit) as Usd,
    expiresAt,
    booksSeen: certificate.books.map(({ token, epoch, changedAt }) => ({
      token,
      epoch,
      changedAt,
    })),
    proof: certificate,
  }
}

/**
 * How much more the fees could be than certified, when whoever sends the legs bounds them by their worst price:
 * `maxCost` leaves room for it, `worstCase` is less by it.
 */
const feeRoom = ({ legs }: Certificate, fee: View['fee']): number =>
  legs.reduce((sum, leg) => {
    const bound = leg.side === 'buy' ? fee(leg.token, leg.limit, leg.shares) : 0
    if (bound === 'unknown' || bound === 0) return sum
    return sum + Math.max(0, bound + FEE_UNIT * (leg.levels.length - 1) - leg.fee)
  }, 0)

/** Where the fee of a dollar may be highest, in 1/10,000 dollar: at next to nothing, or at a third for squared fees. */
const DEAREST: readonly number[] = [1, 3_333]

/**
 * How much more than certified the fees may be at the very most. A buy spends dollars: filled far below its limit it
 * brings more shares, and each of them is charged. Whoever sends the legs bounds them so, even where nothing else can
 * go wrong, and must be allowed to lose it.
 */
const feeBound = ({ legs }: Certificate, fee: View['fee']): number =>
  legs.reduce((sum, leg) => {
    if (leg.side === 'sell') return sum
    const dollars = notional(leg.shares, leg.limit, 'up')
    const bounds = [...DEAREST, leg.limit].map((at) => {
      const bound = fee(leg.token, price(at), mulDiv(dollars, PRICE_ONE, at, 'up') as Size)
      return bound === 'unknown' ? 0 : bound
    })
    return sum + Math.max(0, Math.max(...bounds) + MOST_FILLS * FEE_UNIT - leg.fee)
  }, 0)

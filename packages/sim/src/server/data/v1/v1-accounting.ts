import { isoTime } from '../../gamma/gamma-time.js'
import type { VenueAnswer } from '../../http/venue-answer.js'
import type { VenueRequest } from '../../http/venue-request.js'
import type { ServerContext } from '../../server-context.js'
import { readWallet } from '../data-query.js'
import { unrealizedOf, walletPositions } from '../wallet-positions.js'
import { zipFiles } from '../zip-files.js'

/**
 * Answers `/v1/accounting/snapshot`: a ZIP of `positions.csv` and `equity.csv`.
 *
 * The names of the columns are our guess: the real ones are not published.
 */
export const accountingV1 = (context: ServerContext, request: VenueRequest): VenueAnswer => {
  const wallet = readWallet(request)
  if (typeof wallet !== 'string') return wallet
  const positions = walletPositions(context, wallet)
  const time = isoTime(context.exchange.now())
  const rows = positions
    .filter(({ size }) => size > 0)
    .map((p) => [p.market.id, p.token, p.size, p.price, p.value, unrealizedOf(p), time])
  const value = positions.reduce((sum, position) => sum + position.value, 0)
  const { cash } = context.exchange.balances(context.names.ownerOf(wallet))
  const dollars = cash / 1_000_000
  const zip = zipFiles([
    [
      'positions.csv',
      csv(['conditionId', 'asset', 'size', 'curPrice', 'currentValue', 'cashPnl', 'time'], rows),
    ],
    [
      'equity.csv',
      csv(
        ['cashBalance', 'positionsValue', 'equity', 'time'],
        [[dollars, value, dollars + value, time]],
      ),
    ],
  ])
  return { status: 200, body: zip, headers: { 'content-type': 'application/zip' } }
}

const csv = (names: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  `${[names, ...rows].map((row) => row.join(',')).join('\n')}\n`

import { formatPrice, formatSize } from '@bot/core'
import type { SimMarket } from '../../exchange/sim-market.js'
import type { MakerFill, SimTrade } from '../../exchange/sim-order.js'
import type { WireNames } from './wire-names.js'
import { secondsOf } from './wire-order.js'

/**
 * Renders a trade for one of its parties, `viewers`: an account, or all accounts of one signer.
 *
 * The top level always speaks of the taker and carries the taker's limit; what each maker got is in `maker_orders`
 * alone, in the maker's own token, side and price. The transaction is known once the trade is mined.
 */
export const wireTrade = (
  names: WireNames,
  market: SimMarket,
  trade: SimTrade,
  viewers: readonly string[],
): object => {
  const { taker } = trade
  return {
    id: trade.id,
    taker_order_id: names.orderIdOf(taker.order),
    market: trade.market,
    asset_id: taker.token,
    side: taker.side.toUpperCase(),
    size: formatSize(taker.size),
    fee_rate_bps: '0',
    price: formatPrice(taker.limit),
    status: trade.status.toUpperCase(),
    match_time: String(secondsOf(trade.at)),
    last_update: String(secondsOf(trade.updatedAt)),
    outcome: outcomeName(market, taker.token),
    bucket_index: 0,
    owner: names.orderKeyOf(taker.order, taker.owner),
    maker_address: names.addressOf(taker.owner),
    transaction_hash: UNMINED.includes(trade.status) ? '' : trade.transaction,
    trader_side: viewers.includes(taker.owner) ? 'TAKER' : 'MAKER',
    ...(trade.status === 'failed' ? { err_msg: 'transaction reverted' } : {}),
    maker_orders: trade.makers.map((maker) => wireMaker(names, market, maker)),
  }
}

const UNMINED: readonly SimTrade['status'][] = ['matched', 'retrying']

const wireMaker = (names: WireNames, market: SimMarket, maker: MakerFill): object => ({
  order_id: names.orderIdOf(maker.order),
  owner: names.orderKeyOf(maker.order, maker.owner),
  maker_address: names.addressOf(maker.owner),
  matched_amount: formatSize(maker.size),
  price: formatPrice(maker.price),
  fee_rate_bps: '0',
  asset_id: maker.token,
  outcome: outcomeName(market, maker.token),
  side: maker.side.toUpperCase(),
})

const outcomeName = (market: SimMarket, token: string): string =>
  token === market.tokens[0] ? market.outcomes[0] : market.outcomes[1]

import { SIZE_ONE, USD_ONE } from '@bot/core'
import { isoTime } from '../../gamma/gamma-time.js'
import { answer, type VenueAnswer } from '../../http/venue-answer.js'
import type { VenueRequest } from '../../http/venue-request.js'
import type { ServerContext } from '../../server-context.js'
import { type EquityPoint, totalEquity } from '../ledger/equity-history.js'
import { simulatedBlock } from '../simulated-block.js'
import { choiceV2, numberV2, paramV2, refuseV2, requiredWalletV2 } from './v2-request.js'

const HOUR = 3_600
const INTERVALS: Readonly<Record<string, number>> = {
  max: Number.POSITIVE_INFINITY,
  all: Number.POSITIVE_INFINITY,
  '1m': 720 * HOUR,
  '1w': 168 * HOUR,
  '1d': 24 * HOUR,
  '12h': 12 * HOUR,
  '6h': 6 * HOUR,
}
const FIDELITIES: Readonly<Record<string, number>> = {
  '1d': 24 * HOUR,
  '18h': 18 * HOUR,
  '12h': 12 * HOUR,
  '3h': 3 * HOUR,
  '1h': HOUR,
}
const MAX_POINTS = 2_000

/** Answers `/v2/user-pnl`: cumulative figures on a grid, oldest first. */
export const userPnlV2 = (context: ServerContext, { query }: VenueRequest): VenueAnswer => {
  const wallet = requiredWalletV2(query)
  if (typeof wallet !== 'string') return wallet
  const interval = choiceV2(paramV2(query, 'interval'), Object.keys(INTERVALS), '1d')
  if (interval === undefined) {
    return refuseV2('interval must be one of max, all, 1m, 1w, 1d, 12h, 6h', 'interval')
  }
  const fidelity = choiceV2(paramV2(query, 'fidelity'), Object.keys(FIDELITIES), '1h')
  if (fidelity === undefined) {
    return refuseV2('fidelity must be one of 1d, 18h, 12h, 3h, 1h', 'fidelity')
  }
  const step = FIDELITIES[fidelity] ?? HOUR
  const points = gridPoints(context, wallet, INTERVALS[interval] ?? 0, step)
  const data = { proxy_wallet: wallet, interval, fidelity, source_fidelity: '1h', points }
  return answer({ data })
}

/** Each point carries the last full hour's figures; before a wallet's first trade they are zero. */
const gridPoints = (
  context: ServerContext,
  wallet: string,
  span: number,
  step: number,
): readonly object[] => {
  const { ledger, names, exchange } = context
  const owner = names.ownerOf(wallet)
  const known = ledger.read().owners.get(owner)
  if (known === undefined) return []
  const now = Math.floor(exchange.now() / 1000)
  const last = Math.floor(now / step) * step
  const first = Math.max(Math.floor(known.firstAt / 1000 / step) * step, now - span)
  const count = Math.min(MAX_POINTS, Math.max(0, Math.floor((last - first) / step) + 1))
  return Array.from({ length: count }, (_, index) => {
    const seconds = last - (count - 1 - index) * step
    return pnlPoint(ledger.equity.before(owner, seconds * 1000), seconds)
  })
}

/** Nothing here pays rebates, rewards or yield; what was paid in and out is not recorded. */
const pnlPoint = (point: EquityPoint | undefined, seconds: number): object => {
  const { realized, unrealized, fees, shares, money, count } = totalEquity(point)
  const position = realized + unrealized
  return {
    timestamp: seconds,
    source_block: simulatedBlock(seconds),
    realized_market_pnl: realized,
    realized_lp_pnl: 0,
    realized_combo_pnl: 0,
    unrealized_pnl: unrealized,
    fees_refunded: 0,
    maker_rebate: 0,
    taker_rebate: 0,
    reward_income: 0,
    yield_income: 0,
    referral_income: 0,
    deposits: null,
    withdrawals: null,
    realized_pnl: realized,
    wallet_income: 0,
    position_pnl: position,
    settled_pnl: realized,
    economic_pnl: position,
    trade_pnl: position + fees,
    sponsored_income: 0,
    fees: -fees,
    fees_paid: -fees,
    cashflow_net: null,
    volume: shares,
    volume_usdc: money,
    trade_count: count,
  }
}

/** Answers `/v2/user-stats`; `null` for a wallet that never did anything. */
export const userStatsV2 = (context: ServerContext, { query }: VenueRequest): VenueAnswer => {
  const wallet = requiredWalletV2(query)
  if (typeof wallet !== 'string') return wallet
  const { ledger, names, exchange } = context
  const owner = names.ownerOf(wallet)
  const state = ledger.read()
  const known = state.owners.get(owner)
  if (known === undefined) return answer({ data: null })
  const wins = state.wins.filter((win) => win.owner === owner)
  const biggest = Math.max(0, ...wins.map(({ worth, cost }) => (worth - cost) / USD_ONE))
  const data = {
    proxy_wallet: wallet,
    trades: known.traded.size,
    biggest_win: biggest > 1 ? biggest : 0,
    views: 0,
    join_date: Math.floor(known.firstAt / 1000),
    all_time_pnl: pnlPoint(ledger.equity.now(owner), Math.floor(exchange.now() / 1000)),
  }
  return answer({ data })
}

/** Answers `/v2/user-volume` over whole UTC days. */
export const userVolumeV2 = (context: ServerContext, { query }: VenueRequest): VenueAnswer => {
  const wallet = requiredWalletV2(query)
  if (typeof wallet !== 'string') return wallet
  const known = context.ledger.read().owners.get(context.names.ownerOf(wallet))
  const from = Math.floor((numberV2(query, 'start') || 0) / 86_400)
  const to = Math.floor((numberV2(query, 'end') || Number.POSITIVE_INFINITY) / 86_400)
  const days = [...(known?.days ?? [])].filter(([day]) => day >= from && day <= to)
  const total = (pick: 'shares' | 'money' | 'count'): number =>
    days.reduce((sum, [, turnover]) => sum + turnover[pick], 0)
  const data = {
    volume: total('shares') / SIZE_ONE,
    volume_usdc: total('money') / USD_ONE,
    trade_count: total('count'),
  }
  return answer({ data })
}

const PUSD = '0xC011a7E12a19f7B1f670d46F03B03f3342E82DFB'
const OUTCOME_TOKENS = '0x4D97DCd97eC945f40cF65F87097ACe5EA0476045'
const SPENDERS = [
  ['ctf-exchange-v2', '0xE111180000d2663C0091e4f400237545B87B996B'],
  ['neg-risk-exchange-v2', '0xe2222d279d744050d28e00520010520000310F59'],
  ['neg-risk-adapter', '0xd91E80cF2E7be2e162c6513ceD06f1dD0dA35296'],
] as const

/** Answers `/v2/approvals`: what the venue may take from the wallet. */
export const approvalsV2 = (context: ServerContext, { query }: VenueRequest): VenueAnswer => {
  const wallet = requiredWalletV2(query)
  if (typeof wallet !== 'string') return wallet
  const { cash, shares } = context.exchange.allowance(context.names.ownerOf(wallet))
  const dollars = { approved: cash !== 0, amount: cash === 'unlimited' ? 'max' : String(cash) }
  const contracts = SPENDERS.flatMap(([name, spender]) => {
    const common = { feature: 'trading', spender }
    return [
      { id: `pusd-${name}`, ...common, token: PUSD, standard: 'ERC20', ...dollars },
      {
        id: `ctf-${name}`,
        ...common,
        token: OUTCOME_TOKENS,
        standard: 'ERC1155',
        approved: shares,
      },
    ]
  })
  return answer({
    data: {
      address: wallet,
      chain_id: context.rules.chainId,
      checked_at: isoTime(context.exchange.now()),
      contracts,
    },
  })
}

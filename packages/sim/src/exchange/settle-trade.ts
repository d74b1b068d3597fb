import { BotError, createSeededRandom, type TokenId } from '@bot/core'
import { accountOf, addCount } from './accounts.js'
import { changeSets } from './apply-match.js'
import { type ExchangeState, type PendingTrade, schedule } from './exchange-state.js'
import { replaceEntry } from './history.js'
import type { SimTrade, TradeStatus } from './sim-order.js'

/** What a trade changed for one of its parties; above zero is what the party got. */
type Part = Readonly<{ owner: string; token: TokenId; shares: number; cash: number }>

/** Starts the settlement of a trade whose money and shares have moved: what it brought cannot be used yet. */
export const startSettlement = (state: ExchangeState, trade: SimTrade): void => {
  const pending: PendingTrade = { trade, fate: drawFate(state, trade) }
  state.pending.set(trade.id, pending)
  holdParts(state, trade, 1)
  schedule(state, state.settlement.minedMs, 'mine', trade.id)
}

/** How it ends follows from the faults that are set, then from the seed and the trade's id. */
const drawFate = (state: ExchangeState, trade: SimTrade): PendingTrade['fate'] => {
  if (!state.faults.isEmpty()) {
    const owners = [trade.taker.owner, ...trade.makers.map((maker) => maker.owner)]
    const occasion = { now: state.now, key: trade.id, owners, market: trade.market }
    if (state.faults.take('failed-settlement', occasion) !== undefined) return 'failed'
    if (state.faults.take('retried-settlement', occasion) !== undefined) return 'retried'
  }
  const { retryChance, failChance } = state.settlement
  if (retryChance <= 0) return 'mined'
  const random = createSeededRandom(`${state.seed}:settle:${trade.id}`)
  if (random() >= retryChance) return 'mined'
  return random() < failChance ? 'failed' : 'retried'
}

/**
 * Lets a trade fail that is not mined yet.
 *
 * @throws BotError `invalid-argument` when there is no such trade
 */
export const failLater = (state: ExchangeState, id: string): void => {
  const pending = state.pending.get(id)
  const { status } = pending?.trade ?? {}
  if (pending === undefined || (status !== 'matched' && status !== 'retrying')) {
    throw new BotError('invalid-argument', `Expected a trade that is not mined yet, was ${id}`, {
      id,
    })
  }
  pending.fate = 'failed'
}

/** Ends a try to mine a trade. */
export const tryToMine = (state: ExchangeState, id: string, attempt: 'first' | 'last'): void => {
  const pending = state.pending.get(id)
  if (pending === undefined) return
  const { minedMs, confirmedMs, retryMs } = state.settlement
  if (attempt === 'first' && pending.fate !== 'mined') {
    setStatus(state, pending, 'retrying')
    schedule(state, retryMs, 'retry', id)
    return
  }
  holdParts(state, pending.trade, -1)
  if (pending.fate === 'failed') {
    state.pending.delete(id)
    undo(state, pending.trade)
    setStatus(state, pending, 'failed')
    return
  }
  spendAllowances(state, pending.trade)
  setStatus(state, pending, 'mined')
  schedule(state, confirmedMs - minedMs, 'confirm', id)
}

const spendAllowances = (state: ExchangeState, trade: SimTrade): void => {
  for (const { owner, cash } of partsOf(trade)) {
    const account = accountOf(state.accounts, owner)
    if (account.cashAllowance === 'unlimited' || cash >= 0) continue
    account.cashAllowance = Math.max(0, account.cashAllowance + cash)
  }
}

/** Makes a mined trade final. */
export const confirmTrade = (state: ExchangeState, id: string): void => {
  const pending = state.pending.get(id)
  if (pending === undefined) return
  state.pending.delete(id)
  setStatus(state, pending, 'confirmed')
}

const setStatus = (state: ExchangeState, pending: PendingTrade, status: TradeStatus): void => {
  const trade: SimTrade = { ...pending.trade, status, updatedAt: state.now }
  pending.trade = trade
  replaceEntry(state.trades, trade)
  state.emit({ type: 'trade-status', at: state.now, id: trade.id, status, trade })
}

/** Marks what a trade moved as not settled (`direction` 1), or takes the mark away (−1). */
export const holdParts = (state: ExchangeState, trade: SimTrade, direction: 1 | -1): void => {
  for (const { owner, token, shares, cash } of partsOf(trade)) {
    const account = accountOf(state.accounts, owner)
    if (cash > 0) account.incomingCash += direction * cash
    else account.outgoingCash -= direction * cash
    const side = shares > 0 ? account.incoming : account.outgoing
    addCount(side, token, direction * Math.abs(shares))
  }
}

/** Gives everyone back what the trade took, the fee too, and unmakes or remakes its sets. Orders stay as they are. */
const undo = (state: ExchangeState, trade: SimTrade): void => {
  for (const { owner, token, shares, cash } of partsOf(trade)) {
    const account = accountOf(state.accounts, owner)
    account.cash -= cash
    addCount(account.holdings, token, -shares)
  }
  state.collectedFees -= trade.taker.fee
  const market = state.markets.get(trade.market)
  if (market === undefined) return
  market.volume -= trade.taker.notional
  for (const { kind, size } of trade.makers) {
    if (kind !== 'normal') changeSets(market, kind === 'mint' ? -size : size)
  }
}

const partsOf = ({ taker, makers }: SimTrade): readonly Part[] =>
  [taker, ...makers].map(({ owner, token, side, size, notional, fee }) =>
    side === 'buy'
      ? { owner, token, shares: size, cash: -notional - fee }
      : { owner, token, shares: -size, cash: notional - fee },
  )

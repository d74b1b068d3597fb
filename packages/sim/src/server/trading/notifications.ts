import type { ExchangeEvent } from '../../exchange/exchange-event.js'
import type { ServerContext } from '../server-context.js'
import { orderFields } from '../wire/wire-order.js'
import { wireTrade } from '../wire/wire-trade.js'

/** What the venue tells an account. Types: 1 cancelled, 2 filled, 4 resolved, 8 a fill failed. */
export type Notification = Readonly<{
  id: number
  type: 1 | 2 | 4 | 8
  owner: string
  payload: object
  /** Unix milliseconds. */
  timestamp: number
}>

/** The notifications of every account that has an API key. */
export type Notifications = Readonly<{
  of: (signer: string) => readonly Notification[]
  /** Drops those ids, or all. */
  drop: (signer: string, ids: readonly number[] | 'all') => void
  stop: () => void
}>

const KEPT = 500

/** Makes empty mailboxes and fills them with what the exchange tells from now on. */
export const createNotifications = (context: ServerContext): Notifications => {
  const boxes = new Map<string, Notification[]>()
  let next = 1
  const tell = (account: string, type: Notification['type'], payload: object, at: number): void => {
    const signer = context.wallets.signerOf(account)
    if (context.keys.ofAddress(signer).length === 0) return
    const owner = context.names.apiKeyOf(account)
    const box = [...(boxes.get(signer) ?? []), { id: next, type, owner, payload, timestamp: at }]
    next += 1
    boxes.set(signer, box.slice(-KEPT))
  }
  return {
    of: (signer) => boxes.get(signer) ?? [],
    drop: (signer, ids) => {
      const box = boxes.get(signer) ?? []
      boxes.set(signer, ids === 'all' ? [] : box.filter(({ id }) => !ids.includes(id)))
    },
    stop: context.exchange.subscribe((event) => note(context, event, tell)),
  }
}

type Tell = (account: string, type: Notification['type'], payload: object, at: number) => void

const note = (context: ServerContext, event: ExchangeEvent, tell: Tell): void => {
  const { names, exchange } = context
  if (event.type === 'order' && event.change === 'cancellation') {
    const market = exchange.market(event.order.market)
    if (market === undefined) return
    tell(event.order.owner, 1, orderFields(names, market, event.order), event.at)
  } else if (
    event.type === 'trade' ||
    (event.type === 'trade-status' && event.status === 'failed')
  ) {
    noteTrade(context, event, tell)
  } else if (event.type === 'market-resolved') {
    const { id, question, slug, tokens } = event.market
    const payload = { market: id, question, slug, winning_asset_id: event.winner ?? '' }
    for (const account of holdersOf(context, tokens)) tell(account, 4, payload, event.at)
  }
}

const noteTrade = (
  { names, exchange }: ServerContext,
  { trade, type, at }: Extract<ExchangeEvent, { type: 'trade' | 'trade-status' }>,
  tell: Tell,
): void => {
  const market = exchange.market(trade.market)
  if (market === undefined) return
  for (const party of new Set([trade.taker, ...trade.makers].map(({ owner }) => owner))) {
    tell(party, type === 'trade' ? 2 : 8, wireTrade(names, market, trade, [party]), at)
  }
}

/** The accounts with an API key that hold something of a market. */
const holdersOf = (
  { keys, wallets, exchange }: ServerContext,
  tokens: readonly string[],
): readonly string[] =>
  keys
    .addresses()
    .flatMap((signer) => [signer, ...wallets.of(signer).map(({ address }) => address)])
    .filter((account) =>
      [...exchange.balances(account).holdings.keys()].some((token) => tokens.includes(token)),
    )

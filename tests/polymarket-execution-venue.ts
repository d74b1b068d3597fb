import { randomBytes } from 'node:crypto'
import {
  type Clock,
  createSeededRandom,
  type ExecutionReport,
  type MarketFacts,
  orderId,
  parsePrice,
  parseSize,
  size,
  timeMs,
  USD_ZERO,
  usd,
} from '@bot/core'
import {
  createPolymarketExecution,
  createPolymarketReads,
  createThrowawaySigner,
  type ExecutionProblem,
  type PolymarketExecution,
  type PolymarketExecutionOptions,
  type PolymarketReads,
  type Signer,
  type TradingWallet,
} from '@bot/polymarket'
import { createExecutionFeed, type ExecutionFeed } from '@bot/realtime-feed'
import { createExchange, type SimExchange, type SimMarket } from '@bot/sim'
import { createExchangeServer, type ExchangeServer } from '@bot/sim/server'
import { onTestFinished, vi } from 'vitest'

export const clock: Clock = {
  now: () => timeMs(Date.now()),
  after: (delayMs, task) => {
    const timer = setTimeout(task, delayMs)
    return () => clearTimeout(timer)
  },
}

/** A simulated exchange behind its server, with one quoted market, and our account on it. */
export type LiveVenue = Readonly<{
  exchange: SimExchange
  server: ExchangeServer
  market: SimMarket
  facts: MarketFacts
  reads: PolymarketReads
  execution: PolymarketExecution
  feed: ExecutionFeed
  reports: ExecutionReport[]
  problems: ExecutionProblem[]
  signer: Signer
  /** Rests or matches an order of a rich stranger. */
  stranger: (side: 'buy' | 'sell', at: string, shares: string, outcome?: 0 | 1) => void
  /** Waits until every trade of ours was told as confirmed. */
  settled: () => Promise<void>
}>

export type VenueParts = Readonly<{
  kind?: 'binary' | 'negRisk'
  settlement?: Readonly<{ minedMs: number; confirmedMs: number }>
  /** What the bot is told of the market, where that differs from the truth. */
  facts?: Partial<MarketFacts>
  heartbeatMs?: number
  /** Whose money trades; default the signer's own. Contract wallets are funded. */
  wallet?: (signer: Signer) => TradingWallet
  settle?: (opened: Readonly<{ signer: Signer; facts: MarketFacts; rpcUrl: string }>) => Settle
}>

type Settle = NonNullable<PolymarketExecutionOptions['settle']>

const FAST = { minedMs: 20, confirmedMs: 40 }

const quotedExchange = (parts: VenueParts): readonly [SimExchange, SimMarket] => {
  const { kind = 'binary', settlement = FAST } = parts
  const exchange = createExchange({ start: clock.now(), seed: kind, settlement })
  const negRisk = { group: `0x${'a'.repeat(62)}00`, augmented: false }
  const market = exchange.createMarket({
    slug: 'rain',
    question: 'Will it rain?',
    endsAt: timeMs(clock.now() + 86_400_000),
    fee: { ratePpm: 40_000, exponent: 1, takerOnly: true },
    ...(kind === 'negRisk' && { event: { id: '1', slug: 'e', title: 'E', negRisk } }),
  })
  exchange.deposit('stranger', usd(1_000_000_000_000))
  exchange.split('stranger', market.id, parseSize('100000'))
  return [exchange, market]
}

export const startVenue = async (parts: VenueParts = {}): Promise<LiveVenue> => {
  const [exchange, market] = quotedExchange(parts)
  const server = await createExchangeServer({
    exchange,
    clock,
    random: createSeededRandom(1),
    stepMs: 5,
    ...(parts.heartbeatMs !== undefined && { rules: { heartbeatMs: parts.heartbeatMs } }),
  })
  onTestFinished(() => server.close())
  let made = 0
  const stranger: LiveVenue['stranger'] = (side, at, shares, outcome = 0) => {
    const placed = exchange.place({
      id: orderId(`stranger-${made++}`),
      owner: 'stranger',
      token: market.tokens[outcome],
      side,
      shares: parseSize(shares),
      limit: parsePrice(at),
      tif: 'gtc',
      postOnly: false,
    })
    if (placed.outcome === 'refused') throw new Error(`expected an order, was ${placed.reason}`)
  }
  stranger('sell', '0.60', '100')
  stranger('buy', '0.50', '100')
  const reads = createPolymarketReads({ fetch, clock, hosts: server.urls })
  const { items } = await reads.gamma.markets()
  const truth = items.find(({ id }) => id === market.id)
  if (truth === undefined) throw new Error('expected the market in the listing')
  const facts = { ...truth, ...parts.facts }
  const opened = await openAccount({ exchange, server, reads, facts, parts })
  const { execution, reports } = opened
  const settled = (): Promise<void> =>
    vi.waitFor(
      () => {
        for (const trade of exchange.trades({ owner: execution.address.toLowerCase() })) {
          const told = reports.some((r) => r.tradeId === trade.id && r.status === 'confirmed')
          if (!told) throw new Error(`trade ${trade.id} is not told as confirmed`)
        }
      },
      { timeout: 30_000, interval: 5 },
    )
  return { exchange, server, market, facts, reads, stranger, settled, ...opened }
}

type AccountParts = Pick<LiveVenue, 'exchange' | 'server' | 'reads' | 'facts'> &
  Readonly<{ parts: VenueParts }>

/** Opens an account of a new key with its user channel on a real socket. */
const openAccount = async ({ exchange, server, reads, facts, parts }: AccountParts) => {
  const problems: ExecutionProblem[] = []
  const signer = createThrowawaySigner(randomBytes)
  const wallet = parts.wallet?.(signer)
  const rpcUrl = `${server.urls.sim}/rpc`
  const execution = await createPolymarketExecution({
    transport: reads.transport,
    signer,
    ...(wallet !== undefined && { wallet }),
    marketOf: (token) => (facts.tokens.includes(token) ? facts : undefined),
    clock,
    random: createSeededRandom(7),
    venue: { name: 'sim', simulated: true },
    userStreamUrl: `${server.urls.ws}/ws/user`,
    onProblem: (problem) => void problems.push(problem),
    // On the real venue these are transactions on chain; here the exchange does them in process.
    settle: parts.settle?.({ signer, facts, rpcUrl }) ?? settleInProcess(exchange, () => address),
  })
  const address = execution.address.toLowerCase()
  if (wallet !== undefined && wallet.kind !== 'eoa') exchange.deposit(address, usd(1_000_000_000))
  onTestFinished(() => execution.close())
  const reports: ExecutionReport[] = []
  execution.reports((report) => void reports.push(report))
  const feed = createExecutionFeed({
    protocol: execution.userStream,
    clock,
    random: createSeededRandom(3),
    onEvents: (events) => {
      for (const { event } of events) {
        if (event.type === 'execution') execution.deliver(event.report)
      }
    },
  })
  onTestFinished(() => feed.close())
  await vi.waitFor(() => {
    if (feed.state() !== 'subscribed') throw new Error(feed.state())
  }, 30_000)
  return { execution, feed, reports, problems, signer }
}

/** On the real venue these are transactions on chain; here the exchange does them in process. */
const settleInProcess =
  (exchange: SimExchange, address: () => string): Settle =>
  async ({ ref, action }) => {
    const { action: what, markets, shares } = action
    const [first] = markets
    if (first === undefined || (what !== 'split' && what !== 'merge')) throw new Error(what)
    const done = exchange[what](address(), first, size(shares))
    const base = { ref: ref as never, action }
    return done.ok
      ? { ...base, status: 'confirmed', cash: done.cash }
      : { ...base, status: 'failed', cash: USD_ZERO, reason: done.reason }
  }

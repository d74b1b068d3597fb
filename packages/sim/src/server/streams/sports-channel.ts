import type { Clock } from '@bot/core'
import type { SimMarket } from '../../exchange/sim-market.js'
import { eventOf } from '../gamma/gamma-event.js'
import { sportsEventFields } from '../gamma/gamma-sports.js'
import type { ServerContext } from '../server-context.js'
import type { StreamLink } from './stream-link.js'

/** The stream of games: nothing is subscribed to, and the client answers each `ping`. */
export type SportsChannel = Readonly<{
  join: (link: StreamLink) => void
  text: (text: string, link: StreamLink) => void
  leave: (link: StreamLink) => void
}>

const PING_MS = 5_000
const PONG_MS = 10_000

type Client = {
  /** What was told last of each game. */
  readonly told: Map<number, string>
  lastPongAt: number
  stop: () => void
}

/** Makes the channel: each client hears of every game at once, and again when it changed at a `ping`. */
export const createSportsChannel = (context: ServerContext, clock: Clock): SportsChannel => {
  const clients = new Map<StreamLink, Client>()
  const beat = (link: StreamLink, client: Client): void => {
    if (clock.now() - client.lastPongAt >= PONG_MS) {
      link.cut()
      return
    }
    link.reply('ping')
    tellGames(context, link, client)
    client.stop = clock.after(PING_MS, () => beat(link, client))
  }
  return {
    join: (link) => {
      const client: Client = { told: new Map(), lastPongAt: clock.now(), stop: () => {} }
      clients.set(link, client)
      tellGames(context, link, client)
      client.stop = clock.after(PING_MS, () => beat(link, client))
    },
    text: (text, link) => {
      const client = clients.get(link)
      if (text.toLowerCase() === 'pong' && client !== undefined) client.lastPongAt = clock.now()
    },
    leave: (link) => {
      clients.get(link)?.stop()
      clients.delete(link)
    },
  }
}

const tellGames = ({ exchange }: ServerContext, link: StreamLink, { told }: Client): void => {
  for (const market of exchange.markets()) {
    const game = gameOf(market, exchange.now())
    if (game === undefined) continue
    const text = JSON.stringify(game)
    if (told.get(game.gameId) === text) continue
    told.set(game.gameId, text)
    link.send(text)
  }
}

type Game = Readonly<Record<string, unknown>> & Readonly<{ gameId: number }>

const gameOf = (market: SimMarket, now: number): Game | undefined => {
  const fields = sportsEventFields(market, now, market.status === 'resolved')
  if (fields.gameId === undefined) return undefined
  const [homeTeam, awayTeam] = market.outcomes
  return {
    gameId: fields.gameId,
    sportradarGameId: '',
    slug: eventOf(market).slug,
    leagueAbbreviation: 'sim',
    homeTeam,
    awayTeam,
    status: fields.gameStatus,
    live: fields.live,
    ended: fields.ended,
    score: fields.score,
    period: fields.period,
    elapsed: fields.elapsed,
    ...(market.resolvedAt === undefined
      ? {}
      : { finishedTimestamp: new Date(market.resolvedAt).toISOString() }),
    turn: '',
  }
}

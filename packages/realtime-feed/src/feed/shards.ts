import type { TokenId } from '@bot/core'
import type { StreamConnection } from '../connection/create-stream-connection.js'

/** The connections, and which carries which token. */
export type Shards = Readonly<{
  /** Puts tokens on connections with room, and opens more as needed. */
  add: (tokens: readonly TokenId[]) => void
  /** Takes tokens off; a connection that carries nothing more is closed. */
  remove: (tokens: readonly TokenId[]) => void
  /** Takes tokens off where they are and puts them on sockets of their own. */
  moveToNew: (tokens: readonly TokenId[]) => void
  /** Asks for whole books again on the sockets where the tokens are. */
  redrive: (tokens: readonly TokenId[]) => void
  of: (token: TokenId) => StreamConnection | undefined
  /** The tokens on the connection of that name; none while it is being opened. */
  tokensOf: (name: string) => readonly TokenId[]
  all: () => readonly StreamConnection[]
  close: () => Promise<void>
}>

/** Makes no connection yet. `open` makes one that carries the given tokens. */
export const createShards = (
  maxTokens: number,
  open: (name: string, tokens: readonly TokenId[]) => StreamConnection,
): Shards => {
  const places = new Map<TokenId, StreamConnection>()
  const connections = new Set<StreamConnection>()
  const closing = new Set<Promise<void>>()
  let opened = 0
  const openFor = (tokens: readonly TokenId[]): void => {
    for (let from = 0; from < tokens.length; from += maxTokens) {
      const part = tokens.slice(from, from + maxTokens)
      opened += 1
      const connection = open(`market-${opened}`, part)
      connections.add(connection)
      for (const token of part) places.set(token, connection)
    }
  }
  const remove = (tokens: readonly TokenId[]): void => {
    for (const [connection, group] of groupByPlace(tokens, places)) {
      for (const token of group) places.delete(token)
      if (group.length < connection.tokens().length) connection.unsubscribe(group)
      else {
        connections.delete(connection)
        const closed = connection.close().finally(() => closing.delete(closed))
        closing.add(closed)
      }
    }
  }
  return {
    add: (tokens) => {
      let rest = tokens.filter((token) => !places.has(token))
      for (const connection of connections) {
        const part = rest.slice(0, Math.max(0, maxTokens - connection.tokens().length))
        rest = rest.slice(part.length)
        for (const token of part) places.set(token, connection)
        connection.subscribe(part)
      }
      openFor(rest)
    },
    remove,
    moveToNew: (tokens) => {
      const known = tokens.filter((token) => places.has(token))
      remove(known)
      openFor(known)
    },
    redrive: (tokens) => {
      for (const [connection, group] of groupByPlace(tokens, places)) connection.redrive(group)
    },
    of: (token) => places.get(token),
    tokensOf: (name) => [...connections].find((one) => one.name === name)?.tokens() ?? [],
    all: () => [...connections],
    close: async () => {
      const all = [...connections]
      connections.clear()
      places.clear()
      await Promise.all([...all.map((connection) => connection.close()), ...closing])
    },
  }
}

const groupByPlace = (
  tokens: readonly TokenId[],
  places: ReadonlyMap<TokenId, StreamConnection>,
): ReadonlyMap<StreamConnection, TokenId[]> => {
  const groups = new Map<StreamConnection, TokenId[]>()
  for (const token of tokens) {
    const connection = places.get(token)
    if (connection === undefined) continue
    const group = groups.get(connection)
    if (group === undefined) groups.set(connection, [token])
    else group.push(token)
  }
  return groups
}

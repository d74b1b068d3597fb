import type { Clock } from '@bot/core'
import type { HttpMethod } from '../../transport/budgets.js'
import type {
  QueryValue,
  Transport,
  TransportReply,
  TransportRequest,
} from '../../transport/create-transport.js'
import { refusalOf } from '../../transport/read-json.js'
import type { HexText } from '../signer/signer.js'
import type { TradingCredentials } from './create-trading-credentials.js'
import { hmacSignature } from './hmac-signature.js'

/** A request that the account signs. */
export type SignedRequest = Readonly<{
  method: HttpMethod
  path: string
  query?: Readonly<Record<string, QueryValue>>
  body?: string
  items?: number
  timeoutMs?: number
  signal?: AbortSignal
}>

/** What became of a request: an answer of the venue, or what was thrown instead of one. */
export type RequestOutcome = Readonly<{ request: SignedRequest }> &
  (Readonly<{ reply: TransportReply }> | Readonly<{ thrown: unknown }>)

/** Requests in the name of one API key. */
export type SignedClient = Readonly<{
  /** Sends once and returns whatever status came; throws as the transport does. */
  send: (request: SignedRequest) => Promise<TransportReply>
  /** Sends once and returns JSON; throws as `readJson` does. */
  read: (request: SignedRequest) => Promise<unknown>
}>

/** What a client signs with. `address` is the signing account, also where a contract wallet holds the money. */
export type SignedClientOptions = Readonly<{
  transport: Transport
  clock: Clock
  address: HexText
  credentials: TradingCredentials
  /** Hears what became of each request. */
  onOutcome: (outcome: RequestOutcome) => void
}>

/** Makes a client that signs each request anew. */
export const createSignedClient = (options: SignedClientOptions): SignedClient => {
  const { transport, onOutcome } = options
  const send = async (request: SignedRequest): Promise<TransportReply> => {
    try {
      const reply = await transport.send(signed(options, request))
      onOutcome({ request, reply })
      return reply
    } catch (thrown) {
      onOutcome({ request, thrown })
      throw thrown
    }
  }
  return {
    send,
    read: async (request) => {
      const reply = await send(request)
      if (reply.status >= 400) throw refusalOf(reply, request.path)
      return reply.body
    },
  }
}

const signed = (
  { clock, address, credentials }: SignedClientOptions,
  request: SignedRequest,
): TransportRequest => {
  const { method, path, body = '' } = request
  const timestamp = String(Math.floor(clock.now() / 1000))
  return {
    host: 'clob',
    ...request,
    headers: {
      POLY_ADDRESS: address,
      POLY_SIGNATURE: hmacSignature(credentials.secret, { timestamp, method, path, body }),
      POLY_TIMESTAMP: timestamp,
      POLY_API_KEY: credentials.apiKey,
      POLY_PASSPHRASE: credentials.passphrase,
    },
  }
}

import type { Clock } from '@bot/core'
import { z } from 'zod'
import type { Transport, TransportRequest } from '../../transport/create-transport.js'
import { expectShape } from '../../transport/expect-shape.js'
import { readJson } from '../../transport/read-json.js'
import type { Signer } from '../signer/signer.js'
import { walletHeaders } from './wallet-headers.js'

/**
 * An API key of a wallet. Secret as a whole: with it anyone cancels orders and reads the account, though only the
 * wallet's signer makes orders.
 */
export type TradingCredentials = Readonly<{ apiKey: string; secret: string; passphrase: string }>

/** What credentials are made of. */
export type TradingCredentialsOptions = Readonly<{
  transport: Transport
  signer: Signer
  clock: Clock
  /** Default 137, Polygon. */
  chainId?: number
  /** Which of the wallet's keys; default 0. The same wallet and nonce always have the same key. */
  nonce?: number
}>

const text = z.string().min(1)
const shape = z.object({ apiKey: text, secret: text, passphrase: text })

/**
 * Makes the wallet's API key, or reads it again when it exists.
 *
 * @throws BotError what `readJson` throws; `request-refused` when the venue does not accept the wallet's signature.
 */
export const createTradingCredentials = async (
  options: TradingCredentialsOptions,
): Promise<TradingCredentials> => {
  const { transport, signer, clock, chainId = 137, nonce = 0 } = options
  const timestamp = String(Math.floor(clock.now() / 1000))
  const headers = await walletHeaders(signer, { timestamp, nonce, chainId })
  const create: TransportRequest = {
    host: 'clob',
    method: 'POST',
    path: '/auth/api-key',
    headers,
  }
  const made = await transport.send(create)
  if (made.status < 400) return expectShape(shape, made.body, create.path)
  // The venue answers 400 where the key exists. Whatever the reason was, the second question names it.
  const derive: TransportRequest = { host: 'clob', path: '/auth/derive-api-key', headers }
  return expectShape(shape, await readJson(transport, derive), derive.path)
}

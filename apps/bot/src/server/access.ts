import { createHash, timingSafeEqual } from 'node:crypto'
import { isIP } from 'node:net'

/** What decides who may read: where the server listens, and the token that readers must show. */
export type AccessRules = Readonly<{ host: string; token: string | undefined }>

/** Why a request is not answered. */
export type Denial = Readonly<{ status: 401 | 403; code: string; message: string }>

/** What the rules read of a request. */
export type AccessRequest = Readonly<{
  host: string | undefined
  origin: string | undefined
  authorization: string | undefined
  /** The query parameter of that name, whatever came. */
  token: unknown
}>

/** Tells whether an address is of this machine alone. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))

/**
 * Refuses a request that a page of another site caused.
 *
 * On the loopback the Host header must name the loopback: a foreign name means that a web page had its own name point
 * here (DNS rebinding). On any other address a token is demanded, which such a page cannot know. An Origin header,
 * where a browser sends one, must be the server's own.
 */
export const checkOrigin = (request: AccessRequest, rules: AccessRules): Denial | undefined => {
  const named = hostname(request.host)
  if (isLoopback(rules.host) && (named === undefined || !isLoopback(named)))
    return {
      status: 403,
      code: 'host-not-allowed',
      message: 'Expected the Host header to name this machine (localhost or 127.0.0.1).',
    }
  if (request.origin === undefined || sameOrigin(request.origin, request.host)) return undefined
  return {
    status: 403,
    code: 'origin-not-allowed',
    message: 'Expected no Origin header, or the origin of this server.',
  }
}

/** Refuses a request without the token, where one is set. Comparing takes the same time whatever was sent. */
export const checkToken = (request: AccessRequest, rules: AccessRules): Denial | undefined => {
  if (rules.token === undefined) return undefined
  const sent = /^Bearer (.+)$/i.exec(request.authorization ?? '')?.[1] ?? request.token
  if (typeof sent === 'string' && timingSafeEqual(digest(sent), digest(rules.token)))
    return undefined
  return {
    status: 401,
    code: 'token-required',
    message: 'Expected the token as "Authorization: Bearer <token>" or "?token=<token>".',
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

const hostname = (host: string | undefined): string | undefined => {
  const url = `http://${host}`
  if (host === undefined || !URL.canParse(url)) return undefined
  return new URL(url).hostname.replace(/^\[|\]$/g, '')
}

/** Compares scheme-less: behind a proxy that ends TLS the origin is https while this server speaks http. */
const sameOrigin = (origin: string, host: string | undefined): boolean =>
  host !== undefined && (origin === `http://${host}` || origin === `https://${host}`)

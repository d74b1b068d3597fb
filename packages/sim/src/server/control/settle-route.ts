import { marketId, type Size } from '@bot/core'
import { z } from 'zod'
import type { ActionResult } from '../../exchange/exchange.js'
import { signedRoute } from '../auth/signed-route.js'
import type { Route } from '../http/route.js'
import { answer, refuse, type VenueAnswer } from '../http/venue-answer.js'
import { jsonBody } from '../http/venue-request.js'
import type { ServerContext } from '../server-context.js'
import { accountsOf } from '../trading/key-accounts.js'
import { ownerText } from './control-texts.js'

const Body = z.strictObject({
  /** The caller's own text; the same one twice acts once and answers the same. */
  ref: z.string().min(1).max(500),
  action: z.enum(['split', 'merge', 'convert', 'redeem']),
  markets: z.array(z.string()).min(1),
  /** Millionths of a share; not used by `redeem`, which redeems everything. */
  shares: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
  /** Whose shares and dollars: one of the caller's own wallets; the signer itself when left out. */
  wallet: ownerText.optional(),
})

/**
 * Makes `POST /_sim/settle`: protocol actions, which on the real venue are transactions on chain and no HTTP request.
 *
 * It answers `{success, errorMsg, cash, transactionHash}` with `cash` in micro-dollars as text, below zero what it cost.
 */
export const settleRoute = (context: ServerContext): Route => {
  const done = new Map<string, VenueAnswer>()
  return signedRoute(
    context,
    'POST',
    '/_sim/settle',
    (key, request) => {
      const parsed = Body.safeParse(jsonBody(request.body))
      if (!parsed.success) return refuse(400, `invalid settle request: ${parsed.error.message}`)
      const owner = parsed.data.wallet ?? key.address
      if (!accountsOf(context, key.address).includes(owner)) {
        return refuse(400, `invalid settle request: ${owner} is no wallet of ${key.address}`)
      }
      const ref = `${key.address}|${parsed.data.ref}`
      const given = done.get(ref) ?? toAnswer(perform(context, owner, parsed.data))
      done.set(ref, given)
      return given
    },
    { host: 'sim' },
  )
}

const perform = (
  { exchange }: ServerContext,
  owner: string,
  { action, markets, shares = '0' }: z.infer<typeof Body>,
): ActionResult => {
  const ids = markets.map(marketId)
  const [first = marketId('')] = ids
  const amount = Number(shares) as Size
  switch (action) {
    case 'split':
      return exchange.split(owner, first, amount)
    case 'merge':
      return exchange.merge(owner, first, amount)
    case 'convert':
      return exchange.convert(owner, ids, amount)
    case 'redeem':
      return exchange.redeem(owner, ids)
  }
}

const toAnswer = (result: ActionResult): VenueAnswer =>
  result.ok
    ? answer({
        success: true,
        errorMsg: '',
        cash: String(result.cash),
        transactionHash: result.action.transaction,
      })
    : answer({ success: false, errorMsg: result.reason, cash: '0', transactionHash: '' })

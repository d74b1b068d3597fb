import { marketId, SIZE_ONE, type TokenId } from '@bot/core'
import { integerParam, listParam, type VenueRequest } from '../http/venue-request.js'
import type { ServerContext } from '../server-context.js'
import { pseudonymOf } from './public-trade.js'

const MAX_HOLDERS = 20
const MAX_BALANCE = 999_999

/** Lists the largest holders of each token of the markets asked for, at most 20 each. */
export const holderGroups = (
  context: ServerContext,
  { query }: VenueRequest,
): readonly object[] => {
  const limit = Math.min(MAX_HOLDERS, integerParam(query, 'limit', MAX_HOLDERS) ?? MAX_HOLDERS)
  const least = Math.min(MAX_BALANCE, integerParam(query, 'minBalance', 1) ?? 1)
  const owners = knownOwners(context)
  return listParam(query, 'market')
    .flatMap((id) => context.exchange.market(marketId(id))?.tokens ?? [])
    .map((token) => ({
      token,
      holders: holdersOf(context, owners, token)
        .filter(({ amount }) => amount >= least)
        .slice(0, limit),
    }))
}

/** Everyone who ever traded or acted, as far as the exchange remembers. */
export const knownOwners = ({ exchange }: ServerContext): ReadonlySet<string> => {
  const owners = new Set<string>()
  for (const trade of exchange.trades()) {
    owners.add(trade.taker.owner)
    for (const maker of trade.makers) owners.add(maker.owner)
  }
  for (const action of exchange.actions()) owners.add(action.owner)
  return owners
}

const holdersOf = (
  context: ServerContext,
  owners: ReadonlySet<string>,
  token: TokenId,
): readonly Readonly<{ amount: number }>[] =>
  [...owners]
    .map((owner) => {
      const wallet = context.names.addressOf(owner)
      return {
        proxyWallet: wallet,
        asset: token,
        amount: (context.exchange.balances(owner).holdings.get(token) ?? 0) / SIZE_ONE,
        outcomeIndex: context.exchange.marketOf(token)?.tokens[0] === token ? 0 : 1,
        name: '',
        pseudonym: pseudonymOf(wallet),
        bio: '',
        profileImage: '',
        displayUsernamePublic: false,
      }
    })
    .sort((a, b) => b.amount - a.amount)

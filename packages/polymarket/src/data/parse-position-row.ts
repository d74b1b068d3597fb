import { type MarketId, marketId, type Size, type TokenId, tokenId } from '@bot/core'
import { isFields } from '../wire/is-fields.js'
import { readAmount } from '../wire/read-amount.js'
import { readText } from '../wire/read-text.js'
import { readShares } from './parse-row.js'

/** What a wallet holds of one outcome. Prices and profits are the venue's floats in dollars, for display only. */
export type WalletPosition = Readonly<{
  wallet: string
  market: MarketId
  token: TokenId
  size: Size
  averagePrice: number
  currentValue: number
  realisedPnl: number
  redeemable: boolean
  mergeable: boolean
  negRisk: boolean
  outcome: string
  title: string
}>

/** A position that could be read, or a short kebab-case reason why not. */
export type ParsedPosition = Readonly<{ position: WalletPosition } | { rejected: string }>

/** Reads one row of the Data API's positions (v1). Never throws. */
export const parsePositionRow = (raw: unknown): ParsedPosition => {
  if (!isFields(raw)) return { rejected: 'not-an-object' }
  const wallet = readText(raw['proxyWallet'])
  if (wallet === undefined) return { rejected: 'missing-wallet' }
  const market = readText(raw['conditionId'])
  if (market === undefined) return { rejected: 'missing-condition-id' }
  if (/^0x[0-9a-f]{62}$/i.test(market)) return { rejected: 'combo' }
  const token = readText(raw['asset'])
  if (token === undefined) return { rejected: 'missing-asset-id' }
  const size = readShares(raw['size'])
  if (size === undefined) return { rejected: 'bad-size' }
  return {
    position: {
      wallet: wallet.toLowerCase(),
      market: marketId(market),
      token: tokenId(token),
      size,
      averagePrice: readAmount(raw['avgPrice']),
      currentValue: readAmount(raw['currentValue']),
      realisedPnl: readAmount(raw['realizedPnl']),
      redeemable: raw['redeemable'] === true,
      mergeable: raw['mergeable'] === true,
      negRisk: raw['negativeRisk'] === true,
      outcome: readText(raw['outcome']) ?? '',
      title: readText(raw['title']) ?? '',
    },
  }
}

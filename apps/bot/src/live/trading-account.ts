import { BotError, type Clock } from '@bot/core'
import {
  createTradingCredentials,
  describeWallet,
  detectWallet,
  type HexText,
  resolveWallet,
  type Signer,
  type TradingCredentials,
  type TradingWallet,
} from '@bot/polymarket'
import type { Settings } from '../config/settings.js'
import type { Venue } from '../venue/venue.js'

/** An account that may trade: who signs, its API key, whose money, and how that was found. */
export type TradingAccount = Readonly<{
  signer: Signer
  credentials: TradingCredentials
  wallet: TradingWallet
  /** Where the money is. */
  address: HexText
  /** In a sentence or two, for people. */
  description: string
}>

/** Where an account is sought. */
export type TradingAccountParts = Readonly<{
  settings: Pick<Settings, 'walletKind' | 'funder'>
  reads: Venue['reads']
  clock: Clock
  signer: Signer
}>

/**
 * Makes or reads the API key of a signer and finds the wallet that trades: the one that was set, or the one that has money.
 *
 * @throws BotError `invalid-config` when it is not certain which wallet that is, or what the venue refuses the key with.
 */
export const findTradingAccount = async (parts: TradingAccountParts): Promise<TradingAccount> => {
  const { reads, clock, signer, settings } = parts
  const { transport } = reads
  const credentials = await createTradingCredentials({ transport, signer, clock })
  const set = walletOf(settings)
  const funder = settings.funder as HexText | undefined
  const found = await detectWallet({
    ...{ transport, clock, signer: signer.address, credentials },
    ...(funder === undefined ? {} : { funder }),
  })
  const chosen = set ?? found.wallet
  if (chosen === undefined) {
    throw new BotError(
      'invalid-config',
      `Expected to find the wallet that trades. ${found.reason}: set POLYMARKET_WALLET_KIND and POLYMARKET_FUNDER_ADDRESS`,
    )
  }
  const { kind, address } = resolveWallet(chosen, signer.address)
  const wallet: TradingWallet = kind === 'eoa' ? { kind } : { kind, address }
  const reading = found.readings.find((each) => each.kind === kind)
  const sentences = [
    set === undefined ? `${found.reason}.` : '',
    reading === undefined ? '' : describeWallet({ ...reading, address }),
  ]
  const description = sentences.filter(Boolean).join(' ')
  return { signer, credentials, wallet, address, description }
}

const walletOf = ({
  walletKind: kind,
  funder,
}: Pick<Settings, 'walletKind' | 'funder'>): TradingWallet | undefined => {
  if (kind === 'auto') return undefined
  if (kind === 'eoa') return { kind }
  const address = funder as HexText | undefined
  if (kind !== 'deposit') return address === undefined ? { kind } : { kind, address }
  if (address !== undefined) return { kind, address }
  throw new BotError(
    'invalid-config',
    'Expected POLYMARKET_FUNDER_ADDRESS for a deposit wallet, was nothing; the profile page shows it as the deposit address',
  )
}

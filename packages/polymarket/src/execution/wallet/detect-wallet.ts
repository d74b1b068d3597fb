import { type Clock, messageOf, type Usd } from '@bot/core'
import type { Transport } from '../../transport/create-transport.js'
import { createSignedClient } from '../auth/create-signed-client.js'
import type { TradingCredentials } from '../auth/create-trading-credentials.js'
import { exchangeContract } from '../order/exchange-contract.js'
import { type AssetBalance, readBalance } from '../port/read-account.js'
import type { HexText } from '../signer/signer.js'
import { type DerivedWallets, deriveWallets } from './derive-wallets.js'
import { SIGNATURE_TYPE, type TradingWallet, type WalletKind } from './trading-wallet.js'

/** Which account to look at. */
export type DetectWalletOptions = Readonly<{
  transport: Transport
  clock: Clock
  /** The account that signs: the API key is bound to it whatever holds the money. */
  signer: HexText
  credentials: TradingCredentials
  /** Where the money is said to be, as the venue's website shows it. */
  funder?: HexText
}>

/** What the venue says of one kind of wallet. */
export type WalletReading = Readonly<{
  kind: WalletKind
  /** Where it is or would be; absent where that does not follow from what is known. */
  address?: HexText
  /** Collateral in micro-dollars; absent when it could not be read. */
  balance?: Usd
  /** Exchanges that may not spend all of it. */
  unapproved: readonly ('binary' | 'negRisk')[]
  /** Why nothing could be read. */
  problem?: string
}>

/** Which wallet to trade with, if that is certain, and why. */
export type DetectedWallet = Readonly<{
  wallet: TradingWallet | undefined
  /** One sentence: what was found, and what to do where nothing is certain. */
  reason: string
  readings: readonly WalletReading[]
}>

const KINDS: readonly WalletKind[] = ['eoa', 'proxy', 'safe', 'deposit']

/**
 * Asks the venue for the collateral and allowances of each kind of wallet of a signer, and finds the one to trade with.
 *
 * A `funder` decides by its address. Without one, the kind that alone has money does. Never throws: what cannot be
 * read is in `readings`.
 */
export const detectWallet = async (options: DetectWalletOptions): Promise<DetectedWallet> => {
  const { transport, clock, signer, credentials, funder } = options
  const parts = { transport, clock, address: signer, credentials, onOutcome: () => {} }
  const client = createSignedClient(parts)
  const derived = deriveWallets(signer)
  const named = funder === undefined ? undefined : kindOf(funder, signer, derived)
  const readings: WalletReading[] = []
  for (const kind of KINDS) {
    const address = kind === named ? funder : addressOf(kind, signer, derived)
    const at = address === undefined ? { kind } : { kind, address }
    try {
      const context = { client, signatureType: SIGNATURE_TYPE[kind] }
      const read = await readBalance(context, 'collateral')
      readings.push({ ...at, balance: read.balance as Usd, unapproved: unapprovedIn(read) })
    } catch (thrown) {
      readings.push({ ...at, unapproved: [], problem: messageOf(thrown) })
    }
  }
  return { ...choose(readings, named, options), readings }
}

const addressOf = (
  kind: WalletKind,
  signer: HexText,
  derived: DerivedWallets,
): HexText | undefined => {
  if (kind === 'eoa') return signer
  return kind === 'deposit' ? undefined : derived[kind]
}

const kindOf = (
  funder: HexText,
  signer: HexText,
  { proxy, safe, deposit }: DerivedWallets,
): WalletKind | undefined => {
  const is = (address: HexText): boolean => address.toLowerCase() === funder.toLowerCase()
  if (is(signer)) return 'eoa'
  if (is(proxy)) return 'proxy'
  if (is(safe)) return 'safe'
  return deposit.some(is) ? 'deposit' : undefined
}

const unapprovedIn = ({ balance, allowances }: AssetBalance): WalletReading['unapproved'] => {
  const allowed = new Map(Object.entries(allowances).map(([k, v]) => [k.toLowerCase(), v]))
  const may = (negRisk: boolean): boolean => {
    const text = allowed.get(exchangeContract(negRisk).toLowerCase()) ?? '0'
    const allowance = /^\d+$/.test(text) ? BigInt(text) : 0n
    return allowance > 0n && allowance >= BigInt(balance)
  }
  return [
    ...(may(false) ? [] : (['binary'] as const)),
    ...(may(true) ? [] : (['negRisk'] as const)),
  ]
}

type Chosen = Pick<DetectedWallet, 'wallet' | 'reason'>

const choose = (
  readings: readonly WalletReading[],
  named: WalletKind | undefined,
  { funder, signer }: DetectWalletOptions,
): Chosen => {
  if (funder !== undefined) return chooseNamed(funder, named, signer)
  const rich = readings.filter(({ balance = 0 }) => balance > 0)
  const [only, ...others] = rich
  if (only === undefined) {
    const unread = readings.some(({ problem }) => problem !== undefined)
    const what = unread ? 'not every balance could be read, and none has' : 'no kind of wallet has'
    return unsure(
      `Of the wallets of ${signer} ${what} collateral; deposit some, or name the funder`,
    )
  }
  if (others.length > 0) {
    const kinds = rich.map(({ kind }) => kind).join(', ')
    return unsure(`Several wallets of ${signer} have collateral (${kinds}); say which one trades`)
  }
  const { kind, address } = only
  if (kind === 'deposit' || address === undefined) {
    return unsure('The deposit wallet has the collateral; name its address as the funder')
  }
  const wallet = kind === 'eoa' ? ({ kind } as const) : { kind, address }
  return { wallet, reason: `The ${kind} wallet at ${address} alone has collateral` }
}

const chooseNamed = (funder: HexText, kind: WalletKind | undefined, signer: HexText): Chosen => {
  if (kind === undefined) {
    return unsure(
      `${funder} is no wallet that follows from ${signer}; check the key and the funder`,
    )
  }
  const wallet = kind === 'eoa' ? ({ kind } as const) : { kind, address: funder }
  return { wallet, reason: `The funder ${funder} is the ${kind} wallet of ${signer}` }
}

const unsure = (reason: string): Chosen => ({ wallet: undefined, reason })

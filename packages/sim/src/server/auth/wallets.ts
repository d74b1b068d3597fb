import type { Address } from 'viem'
import { depositAddresses, proxyAddress, safeAddress, type WalletKind } from './wallet-addresses.js'

/** A contract wallet (lower case) and the signer (lower case) whose orders it fills. */
export type Wallet = Readonly<{ address: string; owner: string; kind: WalletKind }>

/** Which contract wallets belong to whom. Those that the venue's factories would deploy are known by themselves. */
export type Wallets = Readonly<{
  /** Lists a signer's wallets, the one that a client would use first of each kind. */
  of: (signer: string) => readonly Wallet[]
  /** Finds a wallet whose signer is known. */
  find: (address: string) => Wallet | undefined
  /** Adds a wallet that no factory would deploy. */
  register: (wallet: Wallet) => Wallet
  /** Returns whose API key acts for an address: its signer's, or its own. */
  signerOf: (address: string) => string
}>

/** Makes the register; a signer's derived wallets are known once it was asked about. */
export const createWallets = (): Wallets => {
  const byAddress = new Map<string, Wallet>()
  const bySigner = new Map<string, Wallet[]>()
  const walletsOf = (given: string): Wallet[] => {
    const signer = given.toLowerCase()
    const known = bySigner.get(signer)
    if (known !== undefined) return known
    const derived = deriveWallets(signer)
    bySigner.set(signer, derived)
    for (const wallet of derived) byAddress.set(wallet.address, wallet)
    return derived
  }
  return {
    of: walletsOf,
    find: (address) => byAddress.get(address.toLowerCase()),
    register: ({ address, owner, kind }) => {
      const wallet = { address: address.toLowerCase(), owner: owner.toLowerCase(), kind }
      const rest = walletsOf(wallet.owner).filter((known) => known.address !== wallet.address)
      // What someone registered by hand is what they mean to use.
      bySigner.set(wallet.owner, [wallet, ...rest])
      byAddress.set(wallet.address, wallet)
      return wallet
    },
    signerOf: (address) => byAddress.get(address.toLowerCase())?.owner ?? address.toLowerCase(),
  }
}

const ADDRESS = /^0x[0-9a-f]{40}$/

const deriveWallets = (signer: string): Wallet[] => {
  if (!ADDRESS.test(signer)) return []
  const owner = signer as Address
  const [current, earlier] = depositAddresses(owner)
  const wallets: readonly (readonly [WalletKind, Address])[] = [
    ['proxy', proxyAddress(owner)],
    ['safe', safeAddress(owner)],
    ['deposit', current],
    ['deposit', earlier],
  ]
  return wallets.map(([kind, address]) => ({ kind, owner: signer, address: address.toLowerCase() }))
}

import { createHash } from 'node:crypto'
import type { ApiKeys } from '../auth/api-keys.js'
import type { Wallets } from '../auth/wallets.js'

/** How the venue names the exchange's owners: an address for the public, an API key for the owner. */
export type WireNames = Readonly<{
  /** The wallet of an owner; owners that are no address get a made one, always the same. */
  addressOf: (owner: string) => string
  /** The API key of an owner, which for a contract wallet is its signer's; who never asked for one gets a made one. */
  apiKeyOf: (owner: string) => string
  /** The API key that an order was sent with: the owner's first one, unless another was noted. */
  orderKeyOf: (order: string, owner: string) => string
  /** Remembers that an order was sent with a key that is not the owner's first. */
  noteKey: (order: string, owner: string, apiKey: string) => void
  /** The owner of an address. */
  ownerOf: (address: string) => string
  /** The order id as a hash, also where the exchange's own traders use other texts. */
  orderIdOf: (id: string) => string
}>

const ADDRESS = /^0x[0-9a-f]{40}$/
const HASH = /^0x[0-9a-f]{64}$/

/** Makes the names of one server. */
export const createWireNames = (keys: ApiKeys, wallets: Wallets): WireNames => {
  const made = new Map<string, string>()
  const owners = new Map<string, string>()
  const addressOf = (owner: string): string => {
    if (ADDRESS.test(owner)) return owner
    const known = made.get(owner)
    if (known !== undefined) return known
    const address = `0x${sha256(`owner:${owner}`).slice(0, 40)}`
    made.set(owner, address)
    owners.set(address, owner)
    return address
  }
  const otherKeys = new Map<string, string>()
  const apiKeyOf = (owner: string): string =>
    keys.ofAddress(wallets.signerOf(owner))[0]?.apiKey ?? uuidOf(owner)
  return {
    addressOf,
    apiKeyOf,
    orderKeyOf: (order, owner) => otherKeys.get(order) ?? apiKeyOf(owner),
    noteKey: (order, owner, apiKey) => {
      if (apiKeyOf(owner) !== apiKey) otherKeys.set(order, apiKey)
    },
    ownerOf: (address) => owners.get(address.toLowerCase()) ?? address.toLowerCase(),
    orderIdOf: (id) => (HASH.test(id) ? id : `0x${sha256(`order:${id}`)}`),
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const uuidOf = (owner: string): string => {
  const hex = sha256(`key:${owner}`)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-b${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

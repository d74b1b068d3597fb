import { keyMaterial } from './key-ring.js'

/** What a client signs L2 requests with. */
export type ApiCredentials = Readonly<{ apiKey: string; secret: string; passphrase: string }>

/** An API key and the wallet (lower case) that it belongs to. */
export type ApiKey = ApiCredentials & Readonly<{ address: string }>

/** The keys that a server gave out. */
export type ApiKeys = Readonly<{
  /** Makes the wallet's key of that nonce; `undefined` when it exists. */
  create: (address: string, nonce: string) => ApiKey | undefined
  /** Finds the wallet's key of that nonce. */
  derive: (address: string, nonce: string) => ApiKey | undefined
  find: (apiKey: string) => ApiKey | undefined
  ofAddress: (address: string) => readonly ApiKey[]
  remove: (apiKey: string) => void
  /** Takes a key over that was made elsewhere, as one that a script was configured with. */
  adopt: (key: ApiKey) => void
  /** Lists the wallets that have a key. */
  addresses: () => readonly string[]
  /** Tells, once for each wallet, that it never had a key before. */
  isNew: (address: string) => boolean
}>

/** Makes the store; the same wallet and nonce always give the same credentials. */
export const createApiKeys = (): ApiKeys => {
  const byKey = new Map<string, ApiKey>()
  const seen = new Set<string>()
  const wanted = (address: string, nonce: string): ApiKey => ({
    ...credentialsOf(address.toLowerCase(), nonce),
    address: address.toLowerCase(),
  })
  return {
    create: (address, nonce) => {
      const key = wanted(address, nonce)
      if (byKey.has(key.apiKey)) return undefined
      byKey.set(key.apiKey, key)
      return key
    },
    derive: (address, nonce) => byKey.get(wanted(address, nonce).apiKey),
    find: (apiKey) => byKey.get(apiKey),
    ofAddress: (address) => [...byKey.values()].filter((k) => k.address === address.toLowerCase()),
    remove: (apiKey) => void byKey.delete(apiKey),
    adopt: (key) => void byKey.set(key.apiKey, { ...key, address: key.address.toLowerCase() }),
    addresses: () => [...new Set([...byKey.values()].map(({ address }) => address))],
    isNew: (address) => {
      const isNew = !seen.has(address)
      seen.add(address)
      return isNew
    },
  }
}

const credentialsOf = (address: string, nonce: string): ApiCredentials => {
  const { key, secret, passphrase } = keyMaterial(`${address}|${BigInt(nonce)}`)
  return { apiKey: key, secret, passphrase }
}

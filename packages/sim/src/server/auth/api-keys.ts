import { createHash } from 'node:crypto'

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
    isNew: (address) => {
      const isNew = !seen.has(address)
      seen.add(address)
      return isNew
    },
  }
}

const credentialsOf = (address: string, nonce: string): ApiCredentials => {
  const digest = (part: string): Buffer =>
    createHash('sha256')
      .update(`simulated-exchange|${part}|${address}|${BigInt(nonce)}`)
      .digest()
  const hex = digest('key').toString('hex')
  const uuid = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
  return {
    apiKey: uuid,
    secret: `${digest('secret').toString('base64url')}=`,
    passphrase: digest('passphrase').toString('hex'),
  }
}

import { createHash } from 'node:crypto'

/** A key of some kind that an address made, besides those that it trades with. */
export type RingKey = Readonly<{
  key: string
  secret: string
  passphrase: string
  createdAt: number
}>

/** The keys of one kind, by the address that made them. */
export type KeyRing = Readonly<{
  create: (address: string, at: number) => RingKey
  of: (address: string) => readonly RingKey[]
  /** Takes a key back; `false` when the address has no such key. */
  remove: (address: string, key: string) => boolean
}>

/** Makes an empty ring; the same address gets the same keys in the same order. */
export const createKeyRing = (kind: string): KeyRing => {
  const keys = new Map<string, RingKey[]>()
  const made = new Map<string, number>()
  return {
    create: (address, at) => {
      const number = (made.get(address) ?? 0) + 1
      made.set(address, number)
      const key = { ...keyMaterial(`${kind}|${address}|${number}`), createdAt: at }
      keys.set(address, [...(keys.get(address) ?? []), key])
      return key
    },
    of: (address) => keys.get(address) ?? [],
    remove: (address, key) => {
      const own = keys.get(address) ?? []
      const rest = own.filter((known) => known.key !== key)
      keys.set(address, rest)
      return rest.length < own.length
    },
  }
}

/** Makes a key of version-4 shape, a secret of 32 bytes as base64url, and a passphrase, all from one text. */
export const keyMaterial = (
  seed: string,
): Readonly<{ key: string; secret: string; passphrase: string }> => {
  const digest = (part: string): Buffer =>
    createHash('sha256').update(`simulated-exchange|${part}|${seed}`).digest()
  const hex = digest('key').toString('hex')
  return {
    key: `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`,
    secret: `${digest('secret').toString('base64url')}=`,
    passphrase: digest('passphrase').toString('hex'),
  }
}

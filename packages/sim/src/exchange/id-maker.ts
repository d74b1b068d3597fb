import { hashText } from '@bot/core'

/** Makes hash-like ids that a seed and a number determine. Numbers up to 2^32 give distinct ids of one kind. */
export type IdMaker = Readonly<{
  /** 0x and 64 hex digits. */
  hex: (kind: string, number: number) => `0x${string}`
  /** Looks like a version 4 UUID. */
  uuid: (kind: string, number: number) => string
  /** A decimal number of 77 digits, as token ids are. */
  token: (kind: string, number: number) => string
}>

/** Makes ids for one seed. They are no secrets and prove nothing. */
export const createIdMaker = (seed: number | string): IdMaker => {
  const bases = new Map<string, number>()
  const digits = (kind: string, number: number, words: number): string => {
    let base = bases.get(kind)
    if (base === undefined) {
      base = hashText(`${seed}:${kind}`)
      bases.set(kind, base)
    }
    let text = ''
    for (let i = 1; i < words; i++) text += word(mix(mix(number + i * 0x9e3779b9) ^ base))
    return text + word(mix(number ^ base))
  }
  return {
    hex: (kind, number) => `0x${digits(kind, number, 8)}`,
    uuid: (kind, number) => {
      const text = digits(kind, number, 4)
      return `${text.slice(0, 8)}-${text.slice(8, 12)}-4${text.slice(13, 16)}-a${text.slice(17, 20)}-${text.slice(20)}`
    },
    // A first hex digit of 5 makes every number 77 decimal digits long.
    token: (kind, number) => BigInt(`0x5${digits(kind, number, 8).slice(1)}`).toString(),
  }
}

/** A bijection on 32 bits, so that different numbers never meet. */
const mix = (value: number): number => {
  let mixed = value >>> 0
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

const word = (value: number): string => value.toString(16).padStart(8, '0')

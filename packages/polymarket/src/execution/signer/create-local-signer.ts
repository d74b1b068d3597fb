import { BotError } from '@bot/core'
import type { TypedDataDefinition } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import type { HexText, Signer } from './signer.js'

/**
 * Makes a signer from a private key that this process holds: 64 hex digits, with or without `0x` before them.
 *
 * Whoever has the key has the money. Take it from the environment or a file that only its owner reads, and keep no
 * more in the wallet than may be lost.
 *
 * @throws BotError `invalid-config` for anything else; the error never shows what came.
 */
export const createLocalSigner = (privateKey: string): Signer => {
  const account = accountOf(privateKey)
  return {
    address: account.address,
    signTypedData: (data) => account.signTypedData(data as TypedDataDefinition),
    signTransaction: (transaction) => account.signTransaction({ type: 'eip1559', ...transaction }),
  }
}

const accountOf = (privateKey: string): ReturnType<typeof privateKeyToAccount> => {
  const digits = /^(?:0x)?([0-9a-fA-F]{64})$/.exec(privateKey.trim())?.[1]
  try {
    if (digits !== undefined) return privateKeyToAccount(`0x${digits}` as HexText)
  } catch {
    // The cause might quote the key, and says no more than the message below.
  }
  throw new BotError(
    'invalid-config',
    'Expected a private key of 64 hex digits, was something else; check where it is read from',
  )
}

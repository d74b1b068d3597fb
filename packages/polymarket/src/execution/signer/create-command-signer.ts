import { BotError, type Clock, withDeadline } from '@bot/core'
import {
  keccak256,
  parseTransaction,
  recoverTransactionAddress,
  recoverTypedDataAddress,
  serializeTransaction,
  type TransactionSerializedEIP1559,
  type TypedDataDefinition,
} from 'viem'
import type { ChainTransaction, HexText, Signer, TypedData } from './signer.js'
import { writeTypedData } from './write-typed-data.js'

/** What a command answered: its exit code and all of its standard output. */
export type CommandAnswer = Readonly<{ exitCode: number; output: string }>

/** A command that signs, and how long it may take. */
export type CommandSignerOptions = Readonly<{
  /** The account that the command signs for; every answer is checked against it. */
  address: HexText
  /** Starts the command, writes `input` to it and ends its input. Must stop it when `signal` aborts. */
  run: (input: string, signal: AbortSignal) => Promise<CommandAnswer>
  clock: Clock
  /** Default 10,000: a person who presses a button needs more. */
  timeoutMs?: number
}>

/**
 * Makes a signer whose key never enters this process: a command signs.
 *
 * For each signature the command is started anew. Its input is one JSON object: EIP-712 typed data as
 * `eth_signTypedData_v4` takes them, answered with the signature as hex text; or `{"transaction": {…}}` with the
 * fields of `eth_signTransaction`, answered with the whole signed transaction as hex text. An answer that this
 * address did not sign, or that signs anything else, is refused.
 *
 * Its methods throw BotError `request-timed-out`, `request-refused` (any exit code but 0) or `unexpected-response`.
 * What the command printed is in no error.
 */
export const createCommandSigner = (options: CommandSignerOptions): Signer => {
  const { address } = options
  return {
    address,
    signTypedData: async (data) => {
      const signature = withParity(await ask(options, writeTypedData(data)))
      if ((await signerOf(data, signature)) !== address.toLowerCase()) throw notOurs(address)
      return signature
    },
    signTransaction: async (transaction) => {
      const signed = await ask(options, JSON.stringify({ transaction: rpcFields(transaction) }))
      if (!(await isSigned(transaction, signed, address))) throw notOurs(address)
      return signed
    },
  }
}

const ask = async (
  { run, clock, timeoutMs = 10_000 }: CommandSignerOptions,
  input: string,
): Promise<HexText> => {
  const { signal } = new AbortController()
  const deadline = { clock, timeoutMs, signal, path: 'the signing command' }
  const { exitCode, output } = await withDeadline(deadline, (own) => run(input, own))
  if (exitCode !== 0) {
    throw new BotError(
      'request-refused',
      `Expected a signature from the signing command, was exit code ${exitCode}; run it by hand to see why`,
      { exitCode },
    )
  }
  const text = output.trim()
  if (/^0x([0-9a-fA-F]{2})+$/.test(text)) return text as HexText
  throw new BotError(
    'unexpected-response',
    'Expected hex text alone from the signing command, was something else; run it by hand to see what it prints',
    { length: text.length },
  )
}

/** Some signers end a signature with 0 or 1 where the venue wants 27 or 28. */
const withParity = (signature: HexText): HexText => {
  if (signature.length !== 132) return signature
  const last = signature.slice(-2)
  const end = last === '00' ? '1b' : last === '01' ? '1c' : last
  return `${signature.slice(0, -2)}${end}` as HexText
}

const signerOf = async (data: TypedData, signature: HexText): Promise<string | undefined> => {
  try {
    const typed = data as TypedDataDefinition
    return (await recoverTypedDataAddress({ ...typed, signature })).toLowerCase()
  } catch {
    return undefined
  }
}

const isSigned = async (
  transaction: ChainTransaction,
  signed: HexText,
  address: HexText,
): Promise<boolean> => {
  try {
    const serializedTransaction = signed as TransactionSerializedEIP1559
    const { r, s, v, yParity, ...rest } = parseTransaction(serializedTransaction)
    const unsigned = serializeTransaction({ ...transaction, type: 'eip1559' })
    const same = keccak256(serializeTransaction(rest)) === keccak256(unsigned)
    const signer = await recoverTransactionAddress({ serializedTransaction })
    return same && signer.toLowerCase() === address.toLowerCase()
  } catch {
    return false
  }
}

const rpcFields = (transaction: ChainTransaction): Readonly<Record<string, string>> => {
  const { to, data, chainId, nonce, gas, maxFeePerGas, maxPriorityFeePerGas } = transaction
  const numbers = { chainId, nonce, gas, maxFeePerGas, maxPriorityFeePerGas }
  const entries = Object.entries(numbers).map(([name, value]) => [name, `0x${value.toString(16)}`])
  return { type: '0x2', to, value: '0x0', data, ...Object.fromEntries(entries) }
}

const notOurs = (address: HexText): BotError =>
  new BotError(
    'unexpected-response',
    `Expected what was asked signed by ${address}, was another signature; check which key the signing command uses`,
    { address },
  )

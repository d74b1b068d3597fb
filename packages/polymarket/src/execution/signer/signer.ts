/** Bytes as text: `0x` and hex digits. */
export type HexText = `0x${string}`

/** A field of an EIP-712 struct. */
export type TypedDataField = Readonly<{ name: string; type: string }>

/** What an EIP-712 wallet is asked to sign. */
export type TypedData = Readonly<{
  domain: Readonly<{
    name: string
    version: string
    chainId: number
    verifyingContract?: HexText
  }>
  types: Readonly<Record<string, readonly TypedDataField[]>>
  primaryType: string
  message: Readonly<Record<string, unknown>>
}>

/** A transaction of type 2 (EIP-1559) that sends no value. Gas prices in wei. */
export type ChainTransaction = Readonly<{
  chainId: number
  nonce: number
  to: HexText
  data: HexText
  gas: bigint
  maxFeePerGas: bigint
  maxPriorityFeePerGas: bigint
}>

/**
 * A key that signs, wherever it lives: in this process, in an external command, in a device.
 *
 * `address` is the account that signs. The key itself never comes out: neither here nor in an error.
 */
export type Signer = Readonly<{
  address: HexText
  signTypedData: (data: TypedData) => Promise<HexText>
  /** Signs a transaction and returns the bytes to send; orders need none, settlement on chain does. */
  signTransaction?: (transaction: ChainTransaction) => Promise<HexText>
}>

import type { TypedData, TypedDataField } from './signer.js'

const DOMAIN_FIELDS: readonly TypedDataField[] = [
  { name: 'name', type: 'string' },
  { name: 'version', type: 'string' },
  { name: 'chainId', type: 'uint256' },
  { name: 'verifyingContract', type: 'address' },
]

/** Writes typed data as the JSON that `eth_signTypedData_v4` takes; whole numbers too large for JSON become text. */
export const writeTypedData = ({ domain, types, primaryType, message }: TypedData): string => {
  const fields = DOMAIN_FIELDS.filter(({ name }) => name in domain)
  const whole = { types: { EIP712Domain: fields, ...types }, primaryType, domain, message }
  return JSON.stringify(whole, (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  )
}

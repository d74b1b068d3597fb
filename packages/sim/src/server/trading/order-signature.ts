import {
  concatHex,
  domainSeparator,
  type Hex,
  hashStruct,
  hashTypedData,
  numberToHex,
  recoverAddress,
  size,
  slice,
  stringToHex,
} from 'viem'
import { ORDER_TYPES, type OrderDomain, orderDigest, type SignedOrder } from './order-digest.js'

const WALLET_SIGNATURE = 3
const EOA_SIGNATURE_BYTES = 65

const WRAPPED_TYPES = {
  ...ORDER_TYPES,
  TypedDataSign: [
    { name: 'contents', type: 'Order' },
    { name: 'name', type: 'string' },
    { name: 'version', type: 'string' },
    { name: 'chainId', type: 'uint256' },
    { name: 'verifyingContract', type: 'address' },
    { name: 'salt', type: 'bytes32' },
  ],
} as const

/**
 * Finds the plain wallet (lower case) that signed an order for a domain; `undefined` when nobody did.
 *
 * Types 0 to 2 sign the order itself. Type 3 wraps it for the deposit wallet that is its maker (ERC-7739): the
 * signature is followed by the domain's separator, the order's hash, the order's type as text and that text's length,
 * all of which must be the order's own.
 */
export const recoverOrderSigner = async (
  order: SignedOrder,
  domain: OrderDomain,
  signature: Hex,
): Promise<string | undefined> => {
  try {
    const wrapped = order.signatureType === WALLET_SIGNATURE
    if (wrapped && !signature.toLowerCase().endsWith(wrapperTail(order, domain).slice(2))) {
      return undefined
    }
    const inner = wrapped ? slice(signature, 0, EOA_SIGNATURE_BYTES) : signature
    if (size(inner) !== EOA_SIGNATURE_BYTES) return undefined
    if (wrapped && size(signature) !== EOA_SIGNATURE_BYTES + size(wrapperTail(order, domain))) {
      return undefined
    }
    const hash = wrapped ? wrappedDigest(order, domain) : orderDigest(order, domain)
    return (await recoverAddress({ hash, signature: inner })).toLowerCase()
  } catch {
    return undefined
  }
}

const wrapperTail = (order: SignedOrder, domain: OrderDomain): Hex => {
  const type = `Order(${ORDER_TYPES.Order.map(({ type, name }) => `${type} ${name}`).join(',')})`
  return concatHex([
    domainSeparator({ domain }),
    hashStruct({ data: order, primaryType: 'Order', types: ORDER_TYPES }),
    stringToHex(type),
    numberToHex(type.length, { size: 2 }),
  ])
}

const wrappedDigest = (order: SignedOrder, domain: OrderDomain): Hex =>
  hashTypedData({
    domain,
    types: WRAPPED_TYPES,
    primaryType: 'TypedDataSign',
    message: {
      contents: order,
      name: 'DepositWallet',
      version: '1',
      chainId: BigInt(domain.chainId),
      verifyingContract: order.signer,
      salt: numberToHex(0, { size: 32 }),
    },
  })

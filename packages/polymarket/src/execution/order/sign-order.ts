import { concat, domainSeparator, hashStruct, stringToHex, toHex } from 'viem'
import type { HexText, Signer, TypedData } from '../signer/signer.js'
import { ORDER_STRUCT, type OrderFields, type OrderPlace, orderTypedData } from './order-fields.js'

const ORDER_TYPE = `Order(${ORDER_STRUCT.map(({ name, type }) => `${type} ${name}`).join(',')})`
const NO_SALT: HexText = `0x${'0'.repeat(64)}`

const NESTED_STRUCT = [
  { name: 'contents', type: 'Order' },
  { name: 'name', type: 'string' },
  { name: 'version', type: 'string' },
  { name: 'chainId', type: 'uint256' },
  { name: 'verifyingContract', type: 'address' },
  { name: 'salt', type: 'bytes32' },
] as const

/** Signs an order as its kind of wallet must. */
export const signOrder = (
  signer: Signer,
  order: OrderFields,
  place: OrderPlace,
): Promise<HexText> => {
  const data = orderTypedData(order, place)
  return order.signatureType === 3
    ? signForContract(signer, order, data)
    : signer.signTypedData(data)
}

/**
 * Signs for a deposit wallet: the owner signs the order inside the wallet's own domain, and what the contract needs
 * to rebuild that digest is appended.
 *
 * @see https://eips.ethereum.org/EIPS/eip-7739
 */
const signForContract = async (
  signer: Signer,
  order: OrderFields,
  data: TypedData,
): Promise<HexText> => {
  const { domain } = data
  const inner = await signer.signTypedData({
    domain,
    types: { TypedDataSign: NESTED_STRUCT, Order: ORDER_STRUCT },
    primaryType: 'TypedDataSign',
    message: {
      contents: data.message,
      name: 'DepositWallet',
      version: '1',
      chainId: BigInt(domain.chainId),
      verifyingContract: order.signer,
      salt: NO_SALT,
    },
  })
  const contents = hashStruct({
    types: { Order: ORDER_STRUCT },
    primaryType: 'Order',
    data: data.message as never,
  })
  return concat([
    inner,
    domainSeparator({ domain }),
    contents,
    stringToHex(ORDER_TYPE),
    toHex(ORDER_TYPE.length, { size: 2 }),
  ])
}

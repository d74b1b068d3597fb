import {
  concat,
  encodeAbiParameters,
  encodePacked,
  getContractAddress,
  keccak256,
  pad,
  size,
  toHex,
} from 'viem'
import type { HexText } from '../signer/signer.js'

/** The contracts that follow from a signer's address on Polygon. Whether any of them was deployed is not said. */
export type DerivedWallets = Readonly<{
  proxy: HexText
  safe: HexText
  /** A deposit wallet is one of these, by when it was made. */
  deposit: readonly [beacon: HexText, upgradeable: HexText]
}>

const PROXY_FACTORY: HexText = '0xaB45c5A4B0c941a2F231C04C3f49182e1A254052'
const PROXY_CODE_HASH: HexText =
  '0xd21df8dc65880a8606f09fe0ce3df9b8869287ab0b058be05aa9e8af6330a00b'
const SAFE_FACTORY: HexText = '0xaacFeEa03eb1561C4e67d661e40682Bd20E3541b'
const SAFE_CODE_HASH: HexText = '0x2bce2127ff07fb632d16c8347c4ebf501f4841168bed00d9e6ef715ddb6fcecf'
const DEPOSIT_FACTORY: HexText = '0x00000000000Fb5C9ADea0298D729A0CB3823Cc07'
const DEPOSIT_BEACON: HexText = '0x7A18EDfe055488A3128f01F563e5B479D92ffc3a'
const DEPOSIT_CODE: HexText = '0x58CA52ebe0DadfdF531Cde7062e76746de4Db1eB'

/**
 * Computes where the venue's factories put the contracts of a signer on Polygon (chain 137).
 *
 * @see https://github.com/Polymarket/ts-sdk packages/client/src/wallet.ts
 */
export const deriveWallets = (signer: HexText): DerivedWallets => ({
  proxy: at(PROXY_FACTORY, encodePacked(['address'], [signer]), PROXY_CODE_HASH),
  safe: at(SAFE_FACTORY, encodeAbiParameters([{ type: 'address' }], [signer]), SAFE_CODE_HASH),
  deposit: [depositAt(signer, beaconCode), depositAt(signer, upgradeableCode)],
})

const at = (from: HexText, salted: HexText, bytecodeHash: HexText): HexText =>
  getContractAddress({ opcode: 'CREATE2', from, salt: keccak256(salted), bytecodeHash })

const depositAt = (signer: HexText, codeOf: (args: HexText) => HexText): HexText => {
  const owner = pad(signer, { size: 32 })
  const types = [{ type: 'address' }, { type: 'bytes32' }] as const
  const args = encodeAbiParameters(types, [DEPOSIT_FACTORY, owner])
  return at(DEPOSIT_FACTORY, args, keccak256(codeOf(args)))
}

/** Creation code of an ERC-1967 proxy carries the length of its arguments in its head. */
const head = (base: bigint, args: HexText): HexText =>
  toHex(base + (BigInt(size(args)) << 56n), { size: 10 })

const upgradeableCode = (args: HexText): HexText =>
  concat([
    head(0x61003d3d8160233d3973n, args),
    DEPOSIT_CODE,
    '0x6009',
    '0x5155f3363d3d373d3d363d7f360894a13ba1a3210667c828492db98dca3e2076',
    '0xcc3735a920a3ca505d382bbc545af43d6000803e6038573d6000fd5b3d6000f3',
    args,
  ])

const beaconCode = (args: HexText): HexText =>
  concat([
    head(0x6100523d8160233d3973n, args),
    DEPOSIT_BEACON,
    '0x60195155f3363d3d373d3d363d602036600436635c60da',
    '0x1b60e01b36527fa3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6c',
    '0xb3582b35133d50545afa5036515af43d6000803e604d573d6000fd5b3d6000f3',
    args,
  ])

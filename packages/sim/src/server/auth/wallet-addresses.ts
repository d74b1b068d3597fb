import {
  type Address,
  concatHex,
  encodeAbiParameters,
  getCreate2Address,
  type Hex,
  keccak256,
  numberToHex,
  padHex,
} from 'viem'

/** The kinds of contract wallets that trade for a signer, by the signature type of their orders: 1, 2 and 3. */
export type WalletKind = 'proxy' | 'safe' | 'deposit'

const PROXY_FACTORY: Address = '0xaB45c5A4B0c941a2F231C04C3f49182e1A254052'
const PROXY_CODE_HASH: Hex = '0xd21df8dc65880a8606f09fe0ce3df9b8869287ab0b058be05aa9e8af6330a00b'
const SAFE_FACTORY: Address = '0xaacFeEa03eb1561C4e67d661e40682Bd20E3541b'
const SAFE_CODE_HASH: Hex = '0x2bce2127ff07fb632d16c8347c4ebf501f4841168bed00d9e6ef715ddb6fcecf'
const DEPOSIT_FACTORY: Address = '0x00000000000Fb5C9ADea0298D729A0CB3823Cc07'
const DEPOSIT_BEACON: Address = '0x7A18EDfe055488A3128f01F563e5B479D92ffc3a'
const DEPOSIT_IMPLEMENTATION: Address = '0x58CA52ebe0DadfdF531Cde7062e76746de4Db1eB'

/** Derives a signer's proxy, the wallet of accounts that were made by e-mail. */
export const proxyAddress = (signer: Address): Address =>
  getCreate2Address({
    from: PROXY_FACTORY,
    salt: keccak256(signer),
    bytecodeHash: PROXY_CODE_HASH,
  })

/** Derives a signer's Safe, the wallet of accounts that were made with a browser wallet. */
export const safeAddress = (signer: Address): Address =>
  getCreate2Address({
    from: SAFE_FACTORY,
    salt: keccak256(padHex(signer, { size: 32 })),
    bytecodeHash: SAFE_CODE_HASH,
  })

/**
 * Derives a signer's deposit wallets: the one behind the factory's beacon, and the earlier one that names its
 * implementation itself. Both kinds are in use.
 *
 * The creation codes are those of the ERC-1967 proxies with immutable arguments that the factory deploys: a short
 * constructor that holds the length of the arguments, the proxy itself, and the arguments.
 */
export const depositAddresses = (signer: Address): readonly [Address, Address] => {
  const args = encodeAbiParameters(
    [{ type: 'address' }, { type: 'bytes32' }],
    [DEPOSIT_FACTORY, padHex(signer, { size: 32 })],
  )
  const address = (codeHash: Hex): Address =>
    getCreate2Address({ from: DEPOSIT_FACTORY, salt: keccak256(args), bytecodeHash: codeHash })
  return [address(keccak256(beaconCode(args))), address(keccak256(plainCode(args)))]
}

const constructorCode = (start: bigint, args: Hex): Hex =>
  numberToHex(start + (BigInt(args.length / 2 - 1) << 56n), { size: 10 })

const beaconCode = (args: Hex): Hex =>
  concatHex([
    constructorCode(0x6100523d8160233d3973n, args),
    DEPOSIT_BEACON,
    '0x60195155f3363d3d373d3d363d602036600436635c60da',
    '0x1b60e01b36527fa3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6c',
    '0xb3582b35133d50545afa5036515af43d6000803e604d573d6000fd5b3d6000f3',
    args,
  ])

const plainCode = (args: Hex): Hex =>
  concatHex([
    constructorCode(0x61003d3d8160233d3973n, args),
    DEPOSIT_IMPLEMENTATION,
    '0x6009',
    '0x5155f3363d3d373d3d363d7f360894a13ba1a3210667c828492db98dca3e2076',
    '0xcc3735a920a3ca505d382bbc545af43d6000803e6038573d6000fd5b3d6000f3',
    args,
  ])

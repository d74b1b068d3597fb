import { type TokenId, tokenId } from '@bot/core'
import { encodePacked, keccak256, pad, toHex } from 'viem'
import type { HexText } from '../execution/signer/signer.js'

/** The field of the curve alt_bn128, on which collections are points. */
const FIELD = 21888242871839275222246405745257275088696311157297823662689037894645226208583n

/** Computes a condition's id: who resolves it, which question, how many outcomes. */
export const conditionId = (oracle: HexText, question: HexText, outcomes: number): HexText =>
  keccak256(encodePacked(['address', 'bytes32', 'uint256'], [oracle, question, BigInt(outcomes)]))

/**
 * Computes the token of an outcome as the ConditionalTokens contract does: `outcome` 0 is YES.
 *
 * @see https://github.com/gnosis/conditional-tokens-contracts contracts/CTHelpers.sol
 */
export const positionId = (collateral: HexText, condition: HexText, outcome: number): TokenId => {
  const collection = collectionId(condition, 1n << BigInt(outcome))
  const packed = encodePacked(['address', 'uint256'], [collateral, collection])
  return tokenId(BigInt(keccak256(packed)).toString())
}

/** A collection is the x of a point that the condition and index set hash to, with the sign of y in bit 254. */
const collectionId = (condition: HexText, indexSet: bigint): bigint => {
  const packed = encodePacked(['bytes32', 'uint256'], [condition, indexSet])
  const hash = BigInt(keccak256(packed))
  const odd = hash >> 255n !== 0n
  for (let x = (hash + 1n) % FIELD; ; x = (x + 1n) % FIELD) {
    const square = (x * x * x + 3n) % FIELD
    const root = power(square, (FIELD + 1n) / 4n)
    if ((root * root) % FIELD !== square) continue
    const y = odd === (root % 2n === 1n) ? root : FIELD - root
    return y % 2n === 1n ? x ^ (1n << 254n) : x
  }
}

const power = (base: bigint, exponent: bigint): bigint => {
  let result = 1n
  let factor = base % FIELD
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left % 2n === 1n) result = (result * factor) % FIELD
    factor = (factor * factor) % FIELD
  }
  return result
}

const MOST_QUESTIONS = 256

/**
 * Finds which question of a negRisk group a market is, by its condition; `undefined` when it is none of them.
 *
 * A group's id ends with a zero byte, and the id of its question `i` with the byte `i`.
 */
export const questionIndex = (
  group: HexText,
  condition: string,
  oracle: HexText,
): number | undefined => {
  const base = BigInt(group)
  for (let index = 0; index < MOST_QUESTIONS; index++) {
    const question = pad(toHex(base + BigInt(index)), { size: 32 })
    if (conditionId(oracle, question, 2) === condition.toLowerCase()) return index
  }
  return undefined
}

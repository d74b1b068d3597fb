import { type MarketId, marketId } from '@bot/core'
import { encodePacked, type Hex, keccak256 } from 'viem'

/** Who resolves the conditions of negRisk groups, and those of all other markets. @see the protocol sheet, 9 */
const NEG_RISK_ADAPTER: Hex = '0xd91E80cF2E7be2e162c6513ceD06f1dD0dA35296'
const UMA_ADAPTER: Hex = '0x6A9D222616C90FcA5754cd1333cFD9b7fb6a4F74'

/** A group's id ends with a zero byte, so that the last byte of its questions can number them. */
export const groupIdOf = (hex: string): string => `${hex.slice(0, -2)}00`

/** Tells whether a group's name is an id that the chain could know. */
export const isGroupId = (group: string): boolean => /^0x[0-9a-f]{62}00$/i.test(group)

/** The id of a group's question, from 0 to 255. */
export const groupQuestionId = (group: string, index: number): string =>
  `${group.slice(0, -2)}${index.toString(16).padStart(2, '0')}`

/** Which question of its group an id names. */
export const questionIndexOf = (questionId: string): number =>
  Number.parseInt(questionId.slice(-2), 16)

/** Hashes a question into its condition as the chain does, so that clients can tell one from the other. */
export const conditionOf = (questionId: string, negRisk: boolean): MarketId => {
  const oracle = negRisk ? NEG_RISK_ADAPTER : UMA_ADAPTER
  const packed = encodePacked(['address', 'bytes32', 'uint256'], [oracle, questionId as Hex, 2n])
  return marketId(keccak256(packed))
}

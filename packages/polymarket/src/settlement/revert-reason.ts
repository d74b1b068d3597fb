import { isBotError } from '@bot/core'
import { decodeErrorResult, isHex, parseAbi } from 'viem'
import type { HexText } from '../execution/signer/signer.js'
import { isFields } from '../wire/is-fields.js'

const ERRORS = parseAbi([
  'error Error(string reason)',
  'error Panic(uint256 code)',
  'error Paused()',
  'error OnlyUnpaused()',
  'error Unauthorized()',
  'error TransferFailed()',
  'error TransferFromFailed()',
  'error InsufficientBalance()',
  'error InsufficientAllowance()',
  'error FeeBipsOutOfBounds()',
  'error NoConvertiblePositions()',
  'error InvalidIndexSet()',
  'error MarketNotPrepared()',
])

/** Finds the words of a contract, or of the node, in what a request threw. */
export const revertReason = (thrown: unknown): string => {
  for (let each: unknown = thrown, depth = 0; isFields(each) && depth < 6; depth++) {
    const data = dataIn(each['data']) ?? dataIn(each['context'])
    if (data !== undefined) return decoded(data)
    each = each['cause']
  }
  return isBotError(thrown) || thrown instanceof Error ? thrown.message : 'reverted'
}

const dataIn = (value: unknown): HexText | undefined => {
  if (isHex(value) && value.length >= 10) return value
  return isFields(value) ? dataIn(value['data']) : undefined
}

const decoded = (data: HexText): string => {
  try {
    const { errorName, args } = decodeErrorResult({ abi: ERRORS, data })
    if (errorName === 'Error') return String(args[0])
    return args === undefined || args.length === 0 ? errorName : `${errorName}(${args.join(', ')})`
  } catch {
    return `reverted with ${data.slice(0, 10)}`
  }
}

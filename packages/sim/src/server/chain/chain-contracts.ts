import { type Abi, type Hex, parseAbi } from 'viem'

/** Contracts of Polygon that protocol actions are sent to. @see the protocol sheet, 9 */
export const CHAIN_CONTRACTS: Readonly<{
  conditionalTokens: Hex
  collateral: Hex
  collateralAdapter: Hex
  negRiskCollateralAdapter: Hex
  negRiskAdapter: Hex
}> = {
  conditionalTokens: '0x4D97DCd97eC945f40cF65F87097ACe5EA0476045',
  collateral: '0xC011a7E12a19f7B1f670d46F03B03f3342E82DFB',
  collateralAdapter: '0xAdA100Db00Ca00073811820692005400218FcE1f',
  negRiskCollateralAdapter: '0xadA2005600Dec949baf300f4C6120000bDB6eAab',
  negRiskAdapter: '0xd91E80cF2E7be2e162c6513ceD06f1dD0dA35296',
}

/** Calls that move complete sets, in the forms that the conditional tokens and the adapters take. */
export const ACTION_ABI: Abi = parseAbi([
  'function splitPosition(address collateralToken, bytes32 parentCollectionId, bytes32 conditionId, uint256[] partition, uint256 amount)',
  'function mergePositions(address collateralToken, bytes32 parentCollectionId, bytes32 conditionId, uint256[] partition, uint256 amount)',
  'function redeemPositions(address collateralToken, bytes32 parentCollectionId, bytes32 conditionId, uint256[] indexSets)',
  'function splitPosition(bytes32 conditionId, uint256 amount)',
  'function mergePositions(bytes32 conditionId, uint256 amount)',
  'function redeemPositions(bytes32 conditionId, uint256[] amounts)',
  'function convertPositions(bytes32 marketId, uint256 indexSet, uint256 amount)',
])

/** Approvals, which every wallet here has given already. */
export const APPROVAL_ABI: Abi = parseAbi([
  'function approve(address spender, uint256 amount) returns (bool)',
  'function setApprovalForAll(address operator, bool approved)',
])

/** What wallets and clients read of the contracts. */
export const VIEW_ABI: Abi = parseAbi([
  'function balanceOf(address owner) view returns (uint256)',
  'function balanceOf(address owner, uint256 id) view returns (uint256)',
  'function allowance(address owner, address spender) view returns (uint256)',
  'function isApprovedForAll(address owner, address operator) view returns (bool)',
  'function decimals() view returns (uint8)',
  'function payoutDenominator(bytes32 conditionId) view returns (uint256)',
  'function payoutNumerators(bytes32 conditionId, uint256 index) view returns (uint256)',
])

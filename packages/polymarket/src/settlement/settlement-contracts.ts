import type { HexText } from '../execution/signer/signer.js'

/** The contracts that protocol actions touch. */
export type SettlementContracts = Readonly<{
  /** Holds every share, as an ERC-1155 token. */
  conditionalTokens: HexText
  /** What the account's cash is: pUSD. */
  collateral: HexText
  /** Splits, merges and redeems sets of binary markets for the collateral. */
  adapter: HexText
  /** The same for negRisk markets, and converts. */
  negRiskAdapter: HexText
  /** The oracle that every condition of a negRisk market names. */
  negRiskOracle: HexText
}>

/**
 * The contracts on Polygon (chain 137) as the official client names them. The adapters have been replaced before.
 *
 * @see https://github.com/Polymarket/ts-sdk packages/client/src/environments.ts
 */
export const POLYGON_CONTRACTS: SettlementContracts = {
  conditionalTokens: '0x4D97DCd97eC945f40cF65F87097ACe5EA0476045',
  collateral: '0xC011a7E12a19f7B1f670d46F03B03f3342E82DFB',
  adapter: '0xAdA100Db00Ca00073811820692005400218FcE1f',
  negRiskAdapter: '0xadA2005600Dec949baf300f4C6120000bDB6eAab',
  negRiskOracle: '0xd91E80cF2E7be2e162c6513ceD06f1dD0dA35296',
}

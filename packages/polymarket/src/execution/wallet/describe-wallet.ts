import { formatUsd } from '@bot/core'
import type { WalletReading } from './detect-wallet.js'

/** Says in one sentence what a kind of wallet has, what is missing, and what to do about it. */
export const describeWallet = (reading: WalletReading): string => {
  const { kind, address, balance, unapproved, problem } = reading
  const name = `${NAMES[kind]}${address === undefined ? '' : ` ${address}`}`
  if (problem !== undefined || balance === undefined) {
    return `The ${name} could not be read: ${problem ?? 'no answer'}.`
  }
  if (balance === 0)
    return `The ${name} has no collateral; deposit some on polymarket.com to trade with it.`
  const has = `The ${name} has $${formatUsd(balance)} of collateral`
  if (unapproved.length === 0) return `${has}, and both exchanges may spend it.`
  const exchanges = unapproved.map((each) => `the ${each} exchange`).join(' and ')
  return `${has}, but ${exchanges} may not spend all of it; ${kind === 'eoa' ? APPROVE : ENABLE}.`
}

const NAMES: Readonly<Record<WalletReading['kind'], string>> = {
  eoa: 'plain wallet',
  proxy: 'proxy wallet',
  safe: 'Safe',
  deposit: 'deposit wallet',
}

const APPROVE =
  'approve pUSD for it (ERC-20 approve) and shares (ERC-1155 setApprovalForAll) from this wallet'
const ENABLE = 'enable trading on polymarket.com with the same login'

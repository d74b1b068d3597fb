import { createRpc } from '@bot/polymarket'
import type { TradingAccount } from '../live/trading-account.js'
import { type Check, check } from './check.js'
import type { HostParts } from './host-checks.js'

const POLYGON = 137
/** A tenth of a POL pays for some hundred transactions at usual prices. */
const LITTLE_GAS = 100_000_000_000_000_000n

/** Looks at the node that settlement goes through, and at what pays for its transactions. */
export const settlementCheck = async (
  {
    fetch,
    clock,
    rpcUrl,
  }: Pick<HostParts, 'fetch' | 'clock'> & Readonly<{ rpcUrl: string | undefined }>,
  { wallet, signer }: Pick<TradingAccount, 'wallet' | 'signer'>,
): Promise<Check> => {
  const name = 'settlement'
  if (rpcUrl === undefined) {
    const detail = 'no Polygon node is set: arbitrage is off, and winners are redeemed by hand'
    return { name, state: 'warning', detail, advice: 'Set POLYMARKET_RPC_URL.' }
  }
  if (wallet.kind !== 'eoa') {
    const detail = `transactions of a ${wallet.kind} wallet are not supported: its positions are settled by hand`
    return { name, state: 'warning', detail, advice: 'docs/concepts/settlement.md says how.' }
  }
  return check(name, 'Check POLYMARKET_RPC_URL, or remove it.', async () => {
    const request = createRpc({ url: rpcUrl, fetch, clock })
    const chain = Number(await request({ method: 'eth_chainId' }))
    if (chain !== POLYGON) throw new Error(`the node is of chain ${chain}, not of Polygon (137)`)
    const params = [signer.address, 'latest'] as const
    const gas = BigInt(String(await request({ method: 'eth_getBalance', params })))
    const detail = `the node answers; ${Number(gas / 10_000_000_000_000n) / 100_000} POL pay for transactions`
    if (gas >= LITTLE_GAS) return { state: 'ok', detail }
    return { state: 'failed', detail, advice: `Send some POL to ${signer.address}.` }
  })
}

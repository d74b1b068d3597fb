import {
  type ChainSettlement,
  canSettle,
  createChainSettlement,
  createRpc,
  openSettlementStore,
  type RpcRequest,
} from '@bot/polymarket'
import { linesInMemory } from '../live/open-settlement.js'
import type { TradingAccount } from '../live/trading-account.js'
import { type Check, check } from './check.js'
import type { HostParts } from './host-checks.js'

const POLYGON = 137
/** A tenth of a POL pays for some hundred transactions at usual prices. */
const LITTLE_GAS = 100_000_000_000_000_000n

type Parts = Pick<HostParts, 'fetch' | 'clock'> & Readonly<{ rpcUrl: string | undefined }>
type Account = Pick<TradingAccount, 'wallet' | 'signer'>

/** Looks at the node that settlement goes through, at the wallet that acts, its approvals, and what pays for its transactions. */
export const settlementCheck = async (
  { fetch, clock, rpcUrl }: Parts,
  account: Account,
): Promise<Check> => {
  const name = 'settlement'
  const { kind } = account.wallet
  if (rpcUrl === undefined) {
    const detail = 'no Polygon node is set: arbitrage is off, and winners are redeemed by hand'
    return { name, state: 'warning', detail, advice: 'Set POLYMARKET_RPC_URL.' }
  }
  if (!canSettle(kind)) {
    const detail = `transactions of a ${kind} wallet are not supported: its positions are settled by hand, and arbitrage is off`
    return { name, state: 'warning', detail, advice: 'docs/concepts/settlement.md says how.' }
  }
  return check(name, 'Check POLYMARKET_RPC_URL, or remove it.', async () => {
    const request = createRpc({ url: rpcUrl, fetch, clock })
    const chain = Number(await request({ method: 'eth_chainId' }))
    if (chain !== POLYGON) throw new Error(`the node is of chain ${chain}, not of Polygon (137)`)
    const settlement = createChainSettlement({
      ...{ request, ...account, clock, marketById: () => undefined },
      store: await openSettlementStore(linesInMemory()),
    })
    const problem = await settlement.problem()
    if (problem !== undefined) {
      const advice = 'Mend that, or remove POLYMARKET_RPC_URL to trade without settlement.'
      return { state: 'failed', detail: problem, advice }
    }
    return lookAtMoney(request, settlement, account)
  })
}

const lookAtMoney = async (
  request: RpcRequest,
  settlement: ChainSettlement,
  { wallet, signer }: Account,
): Promise<Omit<Check, 'name'>> => {
  const params = [signer.address, 'latest'] as const
  const gas = BigInt(String(await request({ method: 'eth_getBalance', params })))
  const who = wallet.kind === 'safe' ? 'the Safe acts for its owner, whose' : 'the node answers;'
  const detail = `${who} ${Number(gas / 10_000_000_000_000n) / 100_000} POL pay for transactions`
  if (gas < LITTLE_GAS)
    return { state: 'failed', detail, advice: `Send some POL to ${signer.address}.` }
  const missing = (await settlement.approvals()).filter(({ granted }) => !granted)
  if (missing.length === 0) return { state: 'ok', detail }
  const needed = missing.map(({ contract, of }) => `${of} to ${contract}`)
  return {
    state: 'warning',
    detail: `${detail}; not approved yet: ${needed.join(', ')}`,
    advice: 'docs/concepts/settlement.md says how to approve; until then such actions fail.',
  }
}

import { formatUsd, type MarketFacts, messageOf, type Usd } from '@bot/core'
import type { AccountParts } from './account-parts.js'
import { type Check, check } from './check.js'
import { roundTrip } from './round-trip.js'

/** Looks at the account: wallet, whether it may trade, money, allowances, what is open, fees, and one order there and back. */
export const accountChecks = async (parts: AccountParts): Promise<readonly Check[]> => {
  const { execution } = parts
  return [
    { name: 'wallet', state: 'ok', detail: parts.wallet },
    await check('account state', 'Ask the venue’s support.', async () =>
      (await execution.isCloseOnly())
        ? { state: 'failed', detail: 'the venue lets this account close positions only' }
        : { state: 'ok', detail: 'the account may open and close positions' },
    ),
    ...(await moneyChecks(parts)),
    feeCheck(parts.markets),
    parts.placeOrder
      ? await check(
          'round trip',
          'Nothing may be traded before an order can be placed and cancelled.',
          () => roundTrip(parts),
        )
      : {
          name: 'round trip',
          state: 'skipped',
          detail:
            'no order was placed: that is done for TRADING_MODE=live and on the simulated exchange',
        },
  ]
}

const LITTLE_USD = 1_000_000

const moneyChecks = async ({ execution }: AccountParts): Promise<readonly Check[]> => {
  try {
    const { balance, allowances } = await execution.balanceOf('collateral', true)
    return [balanceCheck(balance as Usd), allowanceCheck(balance, allowances)]
  } catch (thrown) {
    const advice = 'The wallet kind or the funder address may be wrong: see docs/live.md.'
    return [{ name: 'balance', state: 'failed', detail: messageOf(thrown), advice }]
  }
}

const balanceCheck = (balance: Usd): Check => {
  const detail = `${formatUsd(balance)} dollars to trade with`
  if (balance >= LITTLE_USD) return { name: 'balance', state: 'ok', detail }
  const advice =
    'Deposit first. If the profile page shows money, POLYMARKET_WALLET_KIND or POLYMARKET_FUNDER_ADDRESS is wrong.'
  return { name: 'balance', state: 'failed', detail, advice }
}

const allowanceCheck = (balance: number, allowances: Readonly<Record<string, string>>): Check => {
  const name = 'allowances'
  const short = Object.entries(allowances).filter(
    ([, allowed]) => BigInt(allowed) < BigInt(balance),
  )
  const count = Object.keys(allowances).length
  if (count > 0 && short.length === 0)
    return { name, state: 'ok', detail: `${count} contracts may spend the balance` }
  const detail =
    count === 0
      ? 'no contract may spend the balance'
      : `less than the balance may be spent by ${short.map(([spender]) => spender).join(', ')}`
  const advice = 'Approve the exchange contracts once: a first trade on polymarket.com does it.'
  return { name, state: 'failed', detail, advice }
}

const feeCheck = (markets: readonly MarketFacts[]): Check => {
  const name = 'fee schedule'
  const tradable = markets.filter((market) => market.tradable)
  const known = tradable.filter(
    ({ fee, tick, minimumSize }) => ![fee, tick, minimumSize].includes('unknown'),
  )
  const detail = `${known.length} of ${tradable.length} open markets state fee, tick and minimum size; the others are not traded`
  if (known.length > 0) return { name, state: 'ok', detail }
  return {
    name,
    state: 'failed',
    detail,
    advice: 'The venue’s format may have changed: update the bot.',
  }
}

import type { WhaleData } from '../../page-data.js'
import { createTable } from '../dom/create-table.js'
import { element } from '../dom/element.js'
import { gainElement } from '../dom/money-element.js'
import { type Panel, section } from '../dom/panel.js'
import { type Tone, tag } from '../dom/tag.js'
import { fixed, percent, usd } from '../format/money.js'
import { plural, shortWallet, words } from '../format/words.js'

const MOST = 10

/** Wallets that are worth watching. */
export const createWhalesPanel = (): Panel => {
  const aside = element('span', { class: 'aside' })
  const table = createTable<WhaleData>({
    caption: 'Followed wallets first, then those with the largest volume',
    most: MOST,
    empty:
      'No wallet yet. Profiles grow from public trades; a wallet needs resolved markets before it can be judged.',
    columns: [
      {
        head: 'Wallet',
        names: true,
        cell: (row) =>
          element(
            'span',
            { class: 'market', title: row.wallet },
            element('span', { class: 'question mono' }, shortWallet(row.wallet)),
            element('span', { class: 'under' }, row.reason),
          ),
      },
      { head: 'Status', cell: (row) => tag(toneOf(row.status), words(row.status)) },
      { head: 'Trades', number: true, minor: true, cell: (row) => fixed(row.trades) },
      { head: 'Resolved', number: true, minor: true, cell: (row) => fixed(row.resolved) },
      { head: 'Won', number: true, cell: (row) => percent(row.winRate) },
      { head: 'Volume', number: true, minor: true, cell: (row) => usd(row.volumeUsd) },
      { head: 'Realised', number: true, cell: (row) => gainElement(row.realisedUsd) },
    ],
  })
  return {
    element: section('Whales', aside, table.element),
    update: ({ whales, dynamic_stats: stats }, now) => {
      if (stats !== undefined) {
        const { active_whales: active, total_wallets_tracked: wallets } = stats.whale_tracker
        const { trades_observed: trades } = stats.whale_tracker
        aside.textContent = `${fixed(active)} followed of ${plural(wallets, 'wallet')}, ${plural(trades, 'trade')} seen`
      }
      table.update(whales, now)
    },
  }
}

const toneOf = (status: string): Tone =>
  /promoted|active|configured/.test(status) ? 'good' : /demoted/.test(status) ? 'warn' : 'plain'

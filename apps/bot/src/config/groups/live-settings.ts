import { choiceSetting, listSetting, numberSetting, textSetting, urlSetting } from '../setting.js'
import { count } from './bounds.js'

const ADDRESS = { allowed: '0x and 40 hex digits', pattern: /^0x[0-9a-fA-F]{40}$/ } as const

/** The wallet that trades, who signs for it, and what live trading asks for before it begins. */
export const liveSettings = {
  livePhrase: textSetting('LIVE_PHRASE', [
    'The sentence that live trading must be told, word for word; asked for where a person can type.',
    'without it TRADING_MODE=live starts nothing; see docs/live.md',
  ]),
  privateKey: textSetting(
    'POLYGON_WALLET_PRIVATE_KEY',
    [
      'Key of the account that signs.',
      'read for live trading and by doctor; never logged. A key file or a signer command is safer',
    ],
    { secret: true },
  ),
  keyFile: textSetting('POLYGON_WALLET_KEY_FILE', [
    'File with that key, readable by its owner alone.',
    'instead of POLYGON_WALLET_PRIVATE_KEY; refused when others may read it',
  ]),
  signerCommand: listSetting(
    'POLYGON_SIGNER_COMMAND',
    [],
    [
      'Program that signs, and its arguments, separated by commas.',
      'the key stays outside of the bot: typed data goes to its input, a signature comes back',
    ],
  ),
  signerAddress: textSetting(
    'POLYGON_SIGNER_ADDRESS',
    ['Address that the signer command signs for.', 'needed with POLYGON_SIGNER_COMMAND'],
    ADDRESS,
  ),
  walletKind: choiceSetting(
    'POLYMARKET_WALLET_KIND',
    'auto',
    ['auto', 'eoa', 'proxy', 'safe', 'deposit'],
    [
      'Where the money is: the signing account itself, or a contract that it controls.',
      'auto: whichever has money. proxy: email login; safe: browser wallet; deposit: accounts made since May 2026',
    ],
  ),
  funder: textSetting(
    'POLYMARKET_FUNDER_ADDRESS',
    [
      'Address of that contract: what the profile page shows as the deposit address.',
      'needed for a deposit wallet; a proxy and a safe follow from the key',
    ],
    ADDRESS,
  ),
  geoblockUrl: urlSetting('POLYMARKET_GEOBLOCK_URL', 'https://polymarket.com/api/geoblock', [
    'Who says whether trading is allowed from here.',
    'live trading is refused where it says no, or does not answer',
  ]),
  rpcUrl: textSetting('POLYMARKET_RPC_URL', [
    'Polygon node through which complete sets are split, merged, converted and redeemed.',
    'without it live trading takes no basket that needs one, and winners are redeemed by hand',
  ]),
  polygonRpcUrl: textSetting('POLYGON_RPC_URL', [
    'Older name of POLYMARKET_RPC_URL.',
    'used when that is not set',
  ]),
  settlementConfirmations: numberSetting('SETTLEMENT_CONFIRMATIONS', 32, count(1, 1_000), [
    'Blocks until a transaction counts as certain.',
    'a basket waits so long for its merge or conversion; a block takes about 2 s',
  ]),
  polygonscanKey: textSetting(
    'POLYGONSCAN_API_KEY',
    [
      'Second witness for settlement receipts.',
      'none yet: receipts are read from the node after enough blocks',
    ],
    { secret: true },
  ),
} as const

import { expect, test } from 'vitest'
import * as api from './index.js'

test('the public surface changes only on purpose', () => {
  expect(Object.keys(api).sort()).toEqual([
    'POLYMARKET_BUDGETS',
    'POLYMARKET_HOSTS',
    'bookHash',
    'createBookReader',
    'createClobReads',
    'createDataReads',
    'createGammaReads',
    'createLocalSigner',
    'createMarketStreamProtocol',
    'createPolymarketExecution',
    'createPolymarketReads',
    'createThrowawaySigner',
    'createTradingCredentials',
    'createTransport',
    'createUserStreamProtocol',
    'decodeMarketMessage',
    'hmacSignature',
    'orderDigest',
    'parseActivityRow',
    'parseBookReading',
    'parseClobMarket',
    'parseCompactMarket',
    'parseGammaEvent',
    'parseGammaMarket',
    'parseLeaderboardRow',
    'parsePositionRow',
    'parseTradeRow',
    'signOrder',
    'startHeartbeat',
    'withinWindow',
  ])
})

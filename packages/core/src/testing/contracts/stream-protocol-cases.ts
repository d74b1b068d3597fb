import { timeMs, tokenId } from '../../brand.js'
import type { ContractCase } from '../../ports/contract-case.js'
import type { DecodedFrame, StreamProtocol } from '../../ports/stream-protocol.js'
import { expectSame, expectThat } from './expect-that.js'

const at = timeMs(1_700_000_000_000)
const tokens = [tokenId('111'), tokenId('222')]
const PONGS = ['PONG', 'pong']

const garbage: readonly string[] = [
  'hello',
  '{',
  '{"event_type":"book"',
  'null',
  '42',
  '"text"',
  'true',
  '{"event_type":"never-heard-of-it"}',
  '[42,null]',
  '{"event_type":"book","asset_id":{},"bids":7,"asks":"no"}',
  '<html><body>502</body></html>',
]
/** Frames that say nothing: whether they are refused is the venue's affair. */
const hollow: readonly string[] = ['', ' ', '[]', '{}', '\u0000', '[[]]']

const decode = (protocol: StreamProtocol, frame: string): DecodedFrame => {
  try {
    return protocol.decode(frame, at)
  } catch (cause) {
    expectThat(false, `decode must never throw, threw ${String(cause)} for ${frame}`)
  }
}

const protocolCase = (
  name: string,
  promise: (protocol: StreamProtocol) => void,
): ContractCase<StreamProtocol> => ({ name, run: async (make) => promise(await make()) })

/** What every {@link StreamProtocol} must do, whatever its venue. */
export const streamProtocolCases: readonly ContractCase<StreamProtocol>[] = [
  protocolCase('names a socket address and sane limits', (protocol) => {
    expectThat(/^wss?:\/\//.test(protocol.url), 'url is a socket address', { url: protocol.url })
    expectThat(protocol.maxTokens >= 1, 'a connection carries at least one token')
    expectThat(protocol.pingEveryMs > 0 && protocol.ping.length > 0, 'pings have text and interval')
  }),
  protocolCase('refuses garbage with a reason and never throws', (protocol) => {
    for (const frame of garbage) {
      const { updates, rejected, pong } = decode(protocol, frame)
      expectSame(updates, [], `updates of ${frame}`)
      expectThat(!pong, `${frame} is no pong`)
      expectThat(rejected.length > 0, `${frame} must be refused with a reason`)
      for (const { reason } of rejected) {
        expectThat(/^[a-z0-9]+(-[a-z0-9]+)*$/.test(reason), `reason is kebab-case, was ${reason}`)
      }
    }
  }),
  protocolCase('survives frames that say nothing', (protocol) => {
    for (const frame of hollow)
      expectSame(decode(protocol, frame).updates, [], `updates of ${frame}`)
  }),
  protocolCase('recognises the answer to its ping', (protocol) => {
    const answers = PONGS.map((text) => decode(protocol, text)).filter((frame) => frame.pong)
    expectThat(answers.length > 0, `one of ${PONGS.join(', ')} is a pong`)
    for (const { updates, rejected } of answers) {
      expectSame(updates, [], 'updates of a pong')
      expectSame(rejected, [], 'refused parts of a pong')
    }
  }),
  protocolCase('subscribes and unsubscribes every token that it is given', (protocol) => {
    for (const text of [
      protocol.subscribe(tokens, true),
      protocol.subscribe(tokens, false),
      protocol.unsubscribe(tokens),
    ]) {
      for (const token of tokens) expectThat(text.includes(token), `${text} names ${token}`)
    }
    expectThat(
      protocol.subscribe(tokens, false) !== protocol.unsubscribe(tokens),
      'subscribing and unsubscribing differ',
    )
  }),
  protocolCase('words an empty subscription without throwing', (protocol) => {
    for (const text of [
      protocol.subscribe([], true),
      protocol.subscribe([], false),
      protocol.unsubscribe([]),
    ]) {
      expectThat(typeof text === 'string', 'an empty subscription is still text')
    }
  }),
  protocolCase('decodes the same frame to the same twice', (protocol) => {
    for (const frame of [...garbage, ...hollow, ...PONGS]) {
      expectSame(decode(protocol, frame), decode(protocol, frame), `decoding ${frame} again`)
    }
  }),
]

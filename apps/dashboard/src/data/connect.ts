import type { PageData } from '../../page-data.js'
import { isDenied, type Requests } from './request.js'

/** How the page stands with the bot. `denied`: it wants the token. */
export type Connection = 'connecting' | 'live' | 'polling' | 'lost' | 'denied'

/** What hears of data and of the connection. */
export type ConnectOptions = Readonly<{
  requests: Requests
  onData: (part: PageData) => void
  onConnection: (connection: Connection) => void
}>

const STREAMED = ['status', 'positions', 'trades', 'signals', 'whales'] as const
const ASKED = ['strategies', 'funnel', 'opportunities', 'dynamic_stats'] as const
const ASK_MS = 5_000
/** The stream says something at least every five seconds; after this much silence it is dead though open. */
const SILENCE_MS = 20_000

/**
 * Keeps the page's data current: what changes often is streamed, the rest is asked for every five seconds; while the
 * stream is down everything is asked for. It never gives up; the returned function asks at once.
 */
export const connect = ({ requests, onData, onConnection }: ConnectOptions): (() => void) => {
  let stream: EventSource | undefined
  let lastHeard = 0
  let streaming = false
  let denied = false

  const open = (): void => {
    stream?.close()
    const opened = new EventSource(requests.address('api/events'))
    stream = opened
    lastHeard = Date.now()
    opened.addEventListener('error', () => {
      if (stream === opened) streaming = false
    })
    for (const topic of STREAMED) {
      opened.addEventListener(topic, (event) => {
        lastHeard = Date.now()
        streaming = true
        onConnection('live')
        onData({ [topic]: JSON.parse((event as MessageEvent<string>).data) })
      })
    }
  }
  const readAll = async (): Promise<void> => {
    if (denied) await requests.read('api/status')
    const topics = streaming ? ASKED : [...STREAMED, ...ASKED]
    const [health, ...answers] = await Promise.all([
      requests.read('health'),
      ...topics.map((topic) => requests.read(`api/${topic}`)),
    ])
    onData(
      Object.fromEntries([['health', health], ...topics.map((topic, i) => [topic, answers[i]])]),
    )
  }
  const ask = async (): Promise<void> => {
    try {
      await readAll()
      if (denied) open()
      denied = false
      onConnection(streaming ? 'live' : 'polling')
    } catch (thrown) {
      denied = isDenied(thrown)
      onConnection(denied ? 'denied' : 'lost')
    }
  }
  const keepStream = (): void => {
    const silent = Date.now() - lastHeard > SILENCE_MS
    if (silent) streaming = false
    if (!denied && (silent || stream?.readyState === EventSource.CLOSED)) open()
  }
  const again = async (): Promise<void> => {
    keepStream()
    // A page that nobody looks at asks for nothing; the stream still goes on.
    if (!document.hidden) await ask()
    setTimeout(() => void again(), ASK_MS)
  }

  onConnection('connecting')
  open()
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) void ask()
  })
  void again()
  return () => void ask()
}

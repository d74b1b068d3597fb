const STORAGE_KEY = 'bot-token'
const TIMEOUT_MS = 8_000

/** Asks the stats server. Paths are relative, so that the page works below a path of a proxy too. */
export type Requests = Readonly<{
  /** Reads JSON. @throws when there is no answer; `denied` when the token is missing or wrong. */
  read: (path: string) => Promise<unknown>
  command: (command: string) => Promise<void>
  /** An address for what cannot carry a header. */
  address: (path: string) => string
  useToken: (token: string) => void
}>

/** Tells whether a request failed for want of the token. */
export const isDenied = (thrown: unknown): boolean =>
  thrown instanceof Error && thrown.message === 'denied'

/** Makes requests with the token of the address (`?token=` or `#token=`), which leaves the address at once. */
export const createRequests = (): Requests => {
  let token = takeToken() ?? sessionStorage.getItem(STORAGE_KEY) ?? ''
  const send = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers)
    if (token !== '') headers.set('authorization', `Bearer ${token}`)
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const response = await fetch(path, { ...init, headers, signal, cache: 'no-store' })
    if (response.status === 401) throw new Error('denied')
    return response
  }
  return {
    read: async (path) => {
      const response = await send(path)
      // Health answers 503 with its reasons.
      if (!response.ok && response.status !== 503) throw new Error(`${response.status} for ${path}`)
      return response.json()
    },
    command: async (command) => {
      const response = await send('api/command', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ command }),
      })
      if (!response.ok) throw new Error(`the bot answered ${response.status}`)
    },
    address: (path) => (token === '' ? path : `${path}?token=${encodeURIComponent(token)}`),
    useToken: (given) => {
      token = given
      sessionStorage.setItem(STORAGE_KEY, given)
    },
  }
}

const takeToken = (): string | undefined => {
  const url = new URL(location.href)
  const token = url.searchParams.get('token') ?? new URLSearchParams(url.hash.slice(1)).get('token')
  if (token === null) return undefined
  sessionStorage.setItem(STORAGE_KEY, token)
  url.searchParams.delete('token')
  url.hash = ''
  history.replaceState(null, '', url)
  return token
}

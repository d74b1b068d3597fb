/** A request as it came, whatever carried it. `target` is the path with the host's prefix, and the query. */
export type IncomingRequest = Readonly<{
  method: string
  target: string
  /** Names in lower case. */
  headers: Readonly<Record<string, string | undefined>>
  /** The exact bytes that came, as text: signatures cover it. */
  body: string
  remote: string
}>

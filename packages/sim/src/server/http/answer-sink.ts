/** Where an answer goes: a real connection or a client in this process. Nothing here ever throws. */
export type AnswerSink = Readonly<{
  head: (status: number, headers: Readonly<Record<string, string>>) => void
  write: (bytes: Uint8Array) => void
  end: () => void
  /** Cuts the connection where it stands; what was written before still arrives. */
  cut: () => void
  /** Whether the client is no longer there, or everything is said. */
  isOver: () => boolean
}>

/** A socket as the venue uses it: a real one, or one end of a pair in this process. */
export type LinkSocket = Readonly<{
  isOpen: () => boolean
  /** Bytes that were sent and have not left yet. */
  buffered: () => number
  send: (text: string) => void
  /** Closes with a close frame. */
  close: (code: number, reason: string) => void
  /** Cuts the connection without a close frame. */
  terminate: () => void
}>

/** What the venue hears of a socket. After `onClose` it hears nothing more. */
export type LinkEars = Readonly<{ onText: (text: string) => void; onClose: () => void }>

/** What happens to a new connection: a fault cuts it, no such path, or it is taken. */
export type Admission = 'reset' | 'not-found' | ((socket: LinkSocket) => LinkEars)

/** What a socket tells. After `onClose` it tells nothing more. */
export type SocketHandlers = Readonly<{
  onOpen: () => void
  onMessage: (text: string) => void
  /** `code` as in RFC 6455; 1006 when the other side vanished. */
  onClose: (code: number, reason: string) => void
  /** What went wrong; a close follows. */
  onError: (error: unknown) => void
}>

/** An open or opening socket. */
export type StreamSocket = Readonly<{
  send: (text: string) => void
  /** Says goodbye and closes. */
  close: () => void
  /** Cuts the line at once, for a socket that is dead. */
  terminate: () => void
}>

/** Opens a socket; never throws for a failed connection: that is told through the handlers. */
export type OpenSocket = (url: string, handlers: SocketHandlers) => StreamSocket

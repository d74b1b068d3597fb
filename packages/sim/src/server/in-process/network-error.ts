/** Makes an error as Node's network code throws it: with a `code`, and `syscall` where it has one. */
export const networkError = (message: string, code: string, syscall?: string): Error =>
  Object.assign(new Error(message), { code, ...(syscall === undefined ? {} : { syscall }) })

/** What connecting to a port nobody listens on throws. */
export const connectionRefused = (host: string): Error =>
  networkError(`connect ECONNREFUSED ${host}`, 'ECONNREFUSED', 'connect')

/** What reading from a connection throws that the other side reset. */
export const connectionReset = (): Error => networkError('read ECONNRESET', 'ECONNRESET', 'read')

/** What a body throws whose connection ended before it did. */
export const otherSideClosed = (): Error => networkError('other side closed', 'UND_ERR_SOCKET')

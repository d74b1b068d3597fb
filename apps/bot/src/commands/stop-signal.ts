/** Resolves when a person or a supervisor asks to stop; a second time ends the process at once. */
export const stopSignal = (): Promise<string> =>
  new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) {
      process.once(name, () => {
        resolve(name)
        process.once(name, () => process.exit(130))
      })
    }
  })

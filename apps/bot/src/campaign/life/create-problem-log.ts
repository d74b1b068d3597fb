import { createLogger, type Logger } from '../../log/create-logger.js'

const FATAL = 60

/** Makes a log that writes nothing and passes on what is fatal: the bot says so when it stops trading by itself. */
export const createProblemLog = (onFatal: (message: string) => void): Logger => {
  const write = (line: string): void => {
    const { level, msg } = JSON.parse(line) as Readonly<{ level: number; msg: string }>
    if (level >= FATAL) onFatal(msg)
  }
  const log = createLogger({ debug: false, secrets: [] }, { write })
  log.level = 'fatal'
  return log
}

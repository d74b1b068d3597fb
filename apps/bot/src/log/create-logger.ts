import { type Logger, pino } from 'pino'

export type { Logger } from 'pino'

/** Names under which a secret might be logged by mistake. */
const SECRET_PATHS = [
  'privateKey',
  'secret',
  'passphrase',
  'apiKey',
  'authorization',
  '*.privateKey',
  '*.secret',
  '*.passphrase',
  '*.apiKey',
  '*.authorization',
]

/**
 * Makes the structured log: a JSON record a line on standard error, so that standard output belongs to results.
 *
 * Values of settings that are secret are replaced wherever they appear in a message.
 */
export const createLogger = (
  options: Readonly<{ debug: boolean; secrets: readonly string[] }>,
  destination: Parameters<typeof pino>[1] = pino.destination({ dest: 2, sync: true }),
): Logger => {
  // In a line of JSON a secret with quotes or backslashes stands escaped.
  const secrets = options.secrets.map((secret) => JSON.stringify(secret).slice(1, -1))
  return pino(
    {
      level: options.debug ? 'debug' : 'info',
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: SECRET_PATHS, censor: '[redacted]' },
      hooks: {
        streamWrite: (line) =>
          secrets.reduce((text, secret) => text.replaceAll(secret, '[redacted]'), line),
      },
    },
    destination,
  )
}

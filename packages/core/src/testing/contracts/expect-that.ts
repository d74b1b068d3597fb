import { BotError } from '../../error/bot-error.js'

/**
 * Checks one promise of a contract.
 *
 * @throws BotError `contract-broken` with the message and context when the condition does not hold.
 */
export function expectThat(
  condition: boolean,
  message: string,
  context: Readonly<Record<string, unknown>> = {},
): asserts condition {
  if (!condition) throw new BotError('contract-broken', message, context)
}

/**
 * Checks that two plain values are equal as JSON, in any order of keys.
 *
 * @throws BotError `contract-broken` with both values in its context.
 */
export const expectSame = (actual: unknown, expected: unknown, message: string): void => {
  const was = canonical(actual)
  const wanted = canonical(expected)
  expectThat(was === wanted, `${message}; expected ${wanted}, was ${was}`, { actual, expected })
}

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  ) ?? 'undefined'

/**
 * Checks that an act fails with a toolkit error, and returns that error.
 *
 * @throws BotError `contract-broken` when it succeeds, or throws something else.
 */
export const expectRefusal = async (
  act: () => unknown,
  codes: readonly string[],
  message: string,
): Promise<void> => {
  let thrown: unknown
  try {
    await act()
  } catch (cause) {
    thrown = cause
  }
  expectThat(thrown !== undefined, `${message}; expected ${codes.join(' or ')}, nothing was thrown`)
  const code = (thrown as { code?: unknown }).code
  expectThat(
    codes.includes(String(code)),
    `${message}; expected ${codes.join(' or ')}, was ${String(code)}: ${String(thrown)}`,
  )
}

import { BotError, type Clock, messageOf, type TimeMs } from '@bot/core'
import { type RetryOptions, retryRead } from './retry-read.js'
import type { Datum, Source } from './source.js'
import { createHealthRecord, type HealthRecord, type SourceHealth } from './source-health.js'

/** That a source was passed over, and what was used instead. */
export type Fallback = Readonly<{
  kind: string
  from: string
  to: string
  reason: string
}>

/** How a kind of data is read. */
export type SourceChainOptions<K, V> = Readonly<{
  /** Names the kind of data: `'markets'`. */
  kind: string
  /** In order of preference. */
  sources: readonly Source<K, V>[]
  clock: Clock
  /** Text under which a key's value is remembered. Default: JSON. */
  keyOf?: (key: K) => string
  /** How long a value counts as cached rather than last known. Default five minutes. */
  cacheMs?: number
  /** Longest wait for one source. Default 10,000 ms. */
  timeoutMs?: number
  /** Default one retry after 250 ms. */
  retry?: RetryOptions
  onFallback?: (fallback: Fallback) => void
}>

/** Reads one kind of data from the first source that answers. */
export type SourceChain<K, V> = Readonly<{
  /**
   * Reads live from the sources in their order; else returns what is remembered, marked `cached` or `last-known`
   * with its age.
   *
   * @throws BotError `no-data` when no source answers and nothing is remembered, with each source's reason.
   * @throws BotError `aborted` when the signal aborts.
   */
  read: (key: K, signal?: AbortSignal) => Promise<Datum<V>>
  /** Returns what is remembered, with its age now. */
  remembered: (key: K) => Datum<V> | undefined
  health: () => readonly SourceHealth[]
}>

type Remembered<V> = Readonly<{ value: V; source: Source<never, V>; at: TimeMs }>

const RETRY: RetryOptions = { retries: 1, minWaitMs: 250, maxWaitMs: 1_000 }

/** Makes a chain. Old data never passes for new: every value says its source, its age and its state. */
export const createSourceChain = <K, V>(options: SourceChainOptions<K, V>): SourceChain<K, V> => {
  const { kind, sources, clock, cacheMs = 300_000, timeoutMs = 10_000, retry = RETRY } = options
  const keyOf = options.keyOf ?? ((key: K) => JSON.stringify(key) ?? '')
  const memory = new Map<string, Remembered<V>>()
  const records = new Map<Source<K, V>, HealthRecord>(
    sources.map((source) => [source, createHealthRecord(source.name)]),
  )

  const tryAll = async (key: K, signal: AbortSignal): Promise<Datum<V> | readonly string[]> => {
    const reasons: string[] = []
    for (const source of inOrder(sources, records, clock.now())) {
      try {
        const value = await readWithin(source, key, timeoutMs, retry, clock, signal)
        const at = clock.now()
        records.get(source)?.succeeded(at)
        memory.set(keyOf(key), { value, source, at })
        reportPassedOver(reasons, source.name)
        return { value, provenance: provenanceOf(source, 0, 'live'), readAt: at }
      } catch (thrown) {
        if (signal.aborted) throw new BotError('aborted', `Reading ${kind} was aborted`, {}, thrown)
        records.get(source)?.failed(clock.now(), messageOf(thrown))
        reasons.push(`${source.name}: ${messageOf(thrown)}`)
      }
    }
    return reasons
  }

  const reportPassedOver = (reasons: readonly string[], to: string): void => {
    const first = reasons[0]
    if (first === undefined) return
    options.onFallback?.({ kind, from: first.split(':')[0] ?? '', to, reason: reasons.join('; ') })
  }

  const remembered = (key: K): Datum<V> | undefined => {
    const known = memory.get(keyOf(key))
    if (known === undefined) return undefined
    const ageMs = Math.max(0, clock.now() - known.at)
    const state = ageMs <= cacheMs ? 'cached' : 'last-known'
    return {
      value: known.value,
      provenance: provenanceOf(known.source, ageMs, state),
      readAt: known.at,
    }
  }

  return {
    read: async (key, signal = new AbortController().signal) => {
      const result = await tryAll(key, signal)
      if (!Array.isArray(result)) return result as Datum<V>
      const reasons = result as readonly string[]
      const known = remembered(key)
      if (known !== undefined) {
        reportPassedOver(reasons, known.provenance.state)
        return known
      }
      throw new BotError(
        'no-data',
        `No source of ${kind} answered and nothing is remembered: ${reasons.join('; ')}`,
        { kind, reasons },
      )
    },
    remembered,
    health: () => [...records.values()].map((record) => record.health()),
  }
}

/** Sources that are left alone come last: they are asked only when all others failed. */
const inOrder = <K, V>(
  sources: readonly Source<K, V>[],
  records: ReadonlyMap<Source<K, V>, HealthRecord>,
  now: TimeMs,
): readonly Source<K, V>[] => {
  const resting = (source: Source<K, V>): boolean => records.get(source)?.resting(now) ?? false
  return [...sources.filter((each) => !resting(each)), ...sources.filter(resting)]
}

const provenanceOf = <V>(
  source: Pick<Source<never, V>, 'name' | 'simulated'>,
  ageMs: number,
  state: 'live' | 'cached' | 'last-known',
): Datum<V>['provenance'] => ({
  source: source.name,
  ageMs,
  state,
  simulated: source.simulated ?? false,
})

const readWithin = async <K, V>(
  source: Source<K, V>,
  key: K,
  timeoutMs: number,
  retry: RetryOptions,
  clock: Clock,
  outer: AbortSignal,
): Promise<V> => {
  const limit = new AbortController()
  const stop = (): void => limit.abort(outer.reason)
  if (outer.aborted) stop()
  outer.addEventListener('abort', stop, { once: true })
  let tooLong: () => void = () => {}
  const timeout = new Promise<never>((_, reject) => {
    tooLong = () =>
      reject(new BotError('request-timed-out', `${source.name} took longer than ${timeoutMs} ms`))
    limit.signal.addEventListener('abort', () => tooLong(), { once: true })
  })
  const cancel = clock.after(timeoutMs, () => limit.abort())
  try {
    return await Promise.race([
      retryRead(() => source.read(key, limit.signal), retry, clock, limit.signal),
      timeout,
    ])
  } finally {
    cancel()
    outer.removeEventListener('abort', stop)
    tooLong = () => {}
    timeout.catch(() => {})
  }
}

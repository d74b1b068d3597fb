import type { Provenance, TimeMs } from '@bot/core'

/** One place where a kind of data can be read. Reads must be safe to repeat. */
export type Source<K, V> = Readonly<{
  name: string
  /** Whether what it says is simulated. Default false. */
  simulated?: boolean
  read: (key: K, signal: AbortSignal) => Promise<V>
}>

/** A value that says where it came from and how old it is. */
export type Datum<V> = Readonly<{ value: V; provenance: Provenance; readAt: TimeMs }>

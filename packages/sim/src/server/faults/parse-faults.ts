import { BotError } from '@bot/core'
import { z } from 'zod'
import type { Fault } from './fault.js'
import { FAULT_KINDS, type FaultKind } from './fault-kinds.js'
import type { FaultScope } from './fault-scope.js'

const SCOPES = [
  'gamma',
  'clob',
  'data',
  'order',
  'ws',
  'ws-market',
  'ws-user',
  'venue',
] as const satisfies readonly FaultScope[]

const FaultSchema: z.ZodType<Fault> = z.strictObject({
  kind: z.enum(Object.keys(FAULT_KINDS) as [FaultKind]),
  scope: z.enum(SCOPES).exactOptional(),
  probability: z.number().min(0).max(1).exactOptional(),
  after: z.int().nonnegative().exactOptional(),
  afterMs: z.number().nonnegative().exactOptional(),
  forMs: z.number().positive().exactOptional(),
  count: z.int().positive().exactOptional(),
  delayMs: z.number().nonnegative().exactOptional(),
  status: z.int().min(500).max(599).exactOptional(),
  retryAfterSeconds: z.int().nonnegative().exactOptional(),
  path: z.string().startsWith('/').exactOptional(),
  token: z.string().regex(/^\d+$/, 'expected a token id of digits').exactOptional(),
  market: z.string().min(1).exactOptional(),
  owner: z.string().min(1).exactOptional(),
  tick: z.string().exactOptional(),
  skewMs: z.int().exactOptional(),
  mode: z.enum(['restarting', 'post-only', 'cancel-only', 'disabled']).exactOptional(),
  told: z.enum(['not', 'wrong']).exactOptional(),
})

const SHARED = ['kind', 'scope', 'probability', 'afterMs', 'forMs', 'count'] as const

/** Parameters that a kind cannot do without. */
const NEEDED: Readonly<Partial<Record<FaultKind, readonly (keyof Fault)[]>>> = {
  'clock-skew': ['skewMs'],
  'tick-change': ['market', 'tick'],
  'trading-mode': ['mode'],
}

/** A fault whose place is known. */
export type PlacedFault = Fault & Readonly<{ scope: FaultScope }>

/**
 * Checks one fault or a list of them; each gets its scope.
 *
 * @throws BotError `invalid-argument` that says what was expected
 */
export const parseFaults = (given: unknown): readonly PlacedFault[] =>
  (Array.isArray(given) ? given : [given]).map((fault) => placed(checked(fault)))

const checked = (given: unknown): Fault => {
  const parsed = FaultSchema.safeParse(given)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const at = issue?.path.join('.') ?? ''
  throw invalid(`Expected a fault: ${at === '' ? '' : `${at}: `}${issue?.message ?? 'unknown'}`, {
    was: given,
  })
}

const placed = (fault: Fault): PlacedFault => {
  const { kind } = fault
  const { scopes, takes } = FAULT_KINDS[kind]
  const [only] = scopes
  const scope = fault.scope ?? (scopes.length === 1 || only === 'venue' ? only : undefined)
  if (scope === undefined || !scopes.includes(scope)) {
    const was = fault.scope === undefined ? 'none' : `"${fault.scope}"`
    throw invalid(`Expected scope of "${kind}" to be one of ${scopes.join(', ')}, was ${was}`, {})
  }
  // What strikes the venue as a whole has no occasions that could be let through.
  const known: readonly string[] = [
    ...SHARED,
    ...(only === 'venue' ? [] : (['after'] as const)),
    ...takes,
  ]
  const extra = Object.keys(fault).find((name) => !known.includes(name))
  if (extra !== undefined) {
    throw invalid(`Expected no "${extra}" with "${kind}"; it takes ${known.join(', ')}`, {})
  }
  const missing = NEEDED[kind]?.find((name) => fault[name] === undefined)
  if (missing !== undefined) throw invalid(`Expected "${missing}" with "${kind}", was absent`, {})
  return { ...fault, scope }
}

const invalid = (message: string, context: object): BotError =>
  new BotError('invalid-argument', `${message}; GET /_sim/fault-kinds lists what there is`, {
    ...context,
  })

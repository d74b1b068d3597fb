import type { TimeMs, TokenId } from '@bot/core'
import { createQuantiles, type Quantiles } from './quantiles.js'

/** The steps to revive a token's data, in order. */
export type RecoveryStep = 'redrive' | 'new-socket' | 'polling'

/** Tokens by step: on how many it was tried, or how many it brought back. */
export type RecoveryCounts = Readonly<Record<RecoveryStep, number>>

/** What a recovery does to the world. */
export type RecoveryOptions = Readonly<{
  /** How long a step may take before the next one. */
  stepMs: number
  /** How long a token stays with polling before its subscription is tried again. */
  retryMs: number
  /** Whether a socket brings the token's book now. */
  isLive: (token: TokenId) => boolean
  redrive: (tokens: readonly TokenId[], reason: string) => void
  moveToNewSocket: (tokens: readonly TokenId[]) => void
}>

/** Tokens whose subscription is dead, on their way back. */
export type Recovery = Readonly<{
  /** Starts to revive a token, unless that is under way. */
  start: (token: TokenId, reason: string, now: TimeMs) => void
  /** Takes the steps that are due, and lets go of tokens that are back. */
  advance: (now: TimeMs) => void
  step: (token: TokenId) => RecoveryStep | undefined
  forget: (tokens: readonly TokenId[]) => void
  size: () => number
  tried: () => RecoveryCounts
  /** Tokens whose socket data came back, by what brought it: polling never does. */
  succeeded: () => Omit<RecoveryCounts, 'polling'>
  durations: Quantiles
}>

type Patient = {
  step: RecoveryStep
  reason: string
  due: number
  readonly since: TimeMs
  acted: boolean
}

/** Makes a recovery without patients. A step for many tokens is taken at once. */
export const createRecovery = (options: RecoveryOptions): Recovery => {
  const { stepMs, retryMs, isLive, redrive, moveToNewSocket } = options
  const patients = new Map<TokenId, Patient>()
  const tried = { redrive: 0, 'new-socket': 0, polling: 0 }
  const succeeded = { redrive: 0, 'new-socket': 0 }
  const durations = createQuantiles()
  const letGo = (now: TimeMs): void => {
    for (const [token, patient] of patients) {
      if (!patient.acted || !isLive(token)) continue
      succeeded[patient.step === 'redrive' ? 'redrive' : 'new-socket'] += 1
      durations.add(now - patient.since)
      patients.delete(token)
    }
  }
  const moveOn = (patient: Patient, now: TimeMs): void => {
    patient.step =
      patient.step === 'redrive' || patient.step === 'polling' ? 'new-socket' : 'polling'
    patient.due = now + (patient.step === 'polling' ? retryMs : stepMs)
    patient.acted = false
  }
  const act = (): void => {
    const redriven = new Map<string, TokenId[]>()
    const moved: TokenId[] = []
    for (const [token, patient] of patients) {
      if (patient.acted) continue
      patient.acted = true
      tried[patient.step] += 1
      if (patient.step === 'new-socket') moved.push(token)
      if (patient.step === 'redrive') {
        redriven.set(patient.reason, [...(redriven.get(patient.reason) ?? []), token])
      }
    }
    for (const [reason, tokens] of redriven) redrive(tokens, reason)
    if (moved.length > 0) moveToNewSocket(moved)
  }
  return {
    start: (token, reason, now) => {
      if (patients.has(token)) return
      patients.set(token, { step: 'redrive', reason, due: now + stepMs, since: now, acted: false })
    },
    advance: (now) => {
      letGo(now)
      for (const patient of patients.values()) if (patient.due <= now) moveOn(patient, now)
      act()
    },
    step: (token) => patients.get(token)?.step,
    forget: (tokens) => {
      for (const token of tokens) patients.delete(token)
    },
    size: () => patients.size,
    tried: () => ({ ...tried }),
    succeeded: () => ({ ...succeeded }),
    durations,
  }
}

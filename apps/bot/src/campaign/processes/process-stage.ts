import { setTimeout as sleep } from 'node:timers/promises'
import type { Report } from '../checks/violation.js'
import type { ProcessScenario } from './draw-process-scenario.js'
import type { ProcessWorld } from './open-process-world.js'
import type { ProcessSupervisor } from './supervise-process.js'

/** What the parts of a scenario with processes share. */
export type ProcessStage = Readonly<{
  scenario: ProcessScenario
  world: ProcessWorld
  supervisor: ProcessSupervisor
  report: Report
  note: (what: string) => void
}>

const POLL_MS = 200

/**
 * Waits until something holds; tells whether it came to that. What throws does not hold yet: the faults of a scenario
 * strike its own questions, too.
 */
export const waitUntil = async (
  mostMs: number,
  holds: () => Promise<boolean>,
): Promise<boolean> => {
  const end = Date.now() + mostMs
  do {
    if (await holds().catch(() => false)) return true
    await sleep(POLL_MS)
  } while (Date.now() < end)
  return false
}

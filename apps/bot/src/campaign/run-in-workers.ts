import { Worker } from 'node:worker_threads'
import type { ScenarioResult } from './scenario-result.js'

/** What a worker sends back for a seed. */
export type WorkerAnswer = Readonly<{ result: ScenarioResult }>

type WorkerParts = Readonly<{
  /** The module that answers seeds with results. */
  module: URL
  seeds: readonly number[]
  workers: number
  onResult: (result: ScenarioResult) => void
}>

/** Runs scenarios in several threads; rejects when one of them breaks down. */
export const runInWorkers = async (parts: WorkerParts): Promise<void> => {
  const waiting = [...parts.seeds]
  const work = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(parts.module)
      const next = (): void => {
        const seed = waiting.shift()
        if (seed === undefined) void worker.terminate().then(() => resolve(), reject)
        else worker.postMessage(seed)
      }
      worker.on('message', ({ result }: WorkerAnswer) => {
        parts.onResult(result)
        next()
      })
      worker.on('error', reject)
      next()
    })
  await Promise.all(Array.from({ length: Math.min(parts.workers, waiting.length) }, work))
}

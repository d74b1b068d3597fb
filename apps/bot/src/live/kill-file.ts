import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Clock } from '@bot/core'
import type { Settings } from '../config/settings.js'

/** Names the file whose presence stops trading: anybody who can write there can stop the bot. */
export const killFileOf = ({
  killFile,
  dataFolder,
}: Pick<Settings, 'killFile' | 'dataFolder'>): string =>
  resolve(killFile ?? join(dataFolder ?? '.bot-data', 'KILL'))

const EVERY_MS = 1_000

/** Calls `onKill` once each time it appears; the returned function ends the watch. */
export const watchKillFile = (
  file: string,
  clock: Clock,
  onKill: (file: string) => void,
): (() => void) => {
  let there = false
  let cancel: () => void = () => {}
  const look = (): void => {
    const found = existsSync(file)
    if (found && !there) onKill(file)
    there = found
    cancel = clock.after(EVERY_MS, look)
  }
  look()
  return () => cancel()
}

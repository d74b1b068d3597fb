import { type Clock, wait } from '@bot/core'
import type { MachineEffects } from '../effects/machine-effects.js'
import type { FileParts } from '../effects/write-file-whole.js'
import type { WhaleWatcher } from './whale-watcher.js'

/** Where wallets are kept, and by what. */
export type WhaleFile = Readonly<{
  file: string
  machine: Pick<MachineEffects, 'writeFile' | 'beginFile'>
}>

/** Characters that are written between two pauses: some milliseconds of work. */
const AT_ONCE = 262_144

/** Writes wallets down at once, as at the end of a run. */
export const saveWhales = (whales: Pick<WhaleWatcher, 'snapshotTexts'>, where: WhaleFile): void => {
  const parts = begin(where)
  for (const text of whales.snapshotTexts()) parts.write(text)
  parts.end()
}

/**
 * Writes wallets down while everything else goes on; new rows wait until it is done. Small states are written at once.
 * When it is stopped the old file stays.
 */
export const saveWhalesGently = async (
  whales: Pick<WhaleWatcher, 'snapshotTexts' | 'hold'>,
  where: WhaleFile,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> => {
  const release = whales.hold()
  const parts = begin(where)
  let isDone = false
  try {
    let written = 0
    for (const text of whales.snapshotTexts()) {
      parts.write(text)
      written += text.length
      if (written < AT_ONCE) continue
      written = 0
      await wait(clock, 0, signal)
      signal.throwIfAborted()
    }
    isDone = true
  } finally {
    if (isDone) parts.end()
    else parts.drop()
    release()
  }
}

const begin = ({ file, machine }: WhaleFile): FileParts => {
  if (machine.beginFile !== undefined) return machine.beginFile(file)
  const texts: string[] = []
  return {
    write: (text) => void texts.push(text),
    end: () => machine.writeFile(file, texts.join('')),
    drop: () => undefined,
  }
}

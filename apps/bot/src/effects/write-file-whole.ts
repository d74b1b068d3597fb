import { closeSync, mkdirSync, openSync, renameSync, writeFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** Writes a file so that a crash leaves either the old or the new content, never a part. */
export const writeFileWhole = (file: string, text: string): void => {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.new`, text)
  renameSync(`${file}.new`, file)
}

/** A file that is written in parts; what was there stays until its end. */
export type FileParts = Readonly<{
  write: (text: string) => void
  /** Puts it in the old one's place. */
  end: () => void
  /** Gives up; the old file stays. */
  drop: () => void
}>

/** Begins a file that a crash leaves as it was or whole. */
export const beginFile = (file: string): FileParts => {
  mkdirSync(dirname(file), { recursive: true })
  const handle = openSync(`${file}.new`, 'w')
  return {
    write: (text) => void writeSync(handle, text),
    end: () => {
      closeSync(handle)
      renameSync(`${file}.new`, file)
    },
    drop: () => closeSync(handle),
  }
}

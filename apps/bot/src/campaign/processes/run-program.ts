import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** A program of this project in a process of its own. */
export type Program = Readonly<{
  /** The first line of its standard output that is a JSON object with this key; rejects when it ends before. */
  said: Promise<Readonly<Record<string, unknown>>>
  /** Resolves with the exit code once it has ended; `undefined` for one that was killed. */
  ended: Promise<number | undefined>
  signal: (name: 'SIGTERM' | 'SIGKILL') => void
  /** The last lines that it wrote. */
  lastLines: () => readonly string[]
}>

/** What is run. */
export type ProgramParts = Readonly<{
  /** The file and its arguments. */
  args: readonly string[]
  env?: Readonly<Record<string, string>>
  /** Where it runs. */
  cwd: string
  /** The key of the line that says that it is up. */
  key: string
  onLine?: (line: string) => void
}>

const KEPT_LINES = 30

/** Runs a file of Node's; it gets the environment that is named and nothing else but PATH. */
export const runProgram = ({ args, env = {}, cwd, key, onLine }: ProgramParts): Program => {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...pathOf(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  const ended = new Promise<number | undefined>((resolve) => {
    child.once('close', (code) => resolve(code ?? undefined))
    child.once('error', () => resolve(undefined))
  })
  const said = new Promise<Readonly<Record<string, unknown>>>((resolve, reject) => {
    readLines(child, (line) => {
      lines.push(line)
      if (lines.length > KEPT_LINES) lines.shift()
      onLine?.(line)
      const object = objectOf(line)
      if (object !== undefined && key in object) resolve(object)
    })
    void ended.then(() => reject(new Error(`it ended first: ${lines.slice(-3).join(' | ')}`)))
  })
  said.catch(() => undefined)
  return { said, ended, signal: (name) => void child.kill(name), lastLines: () => lines }
}

const pathOf = (): Readonly<Record<string, string>> => {
  const { PATH } = process.env
  return PATH === undefined ? {} : { PATH }
}

const readLines = (child: ChildProcess, onLine: (line: string) => void): void => {
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface({ input: stream }).on('line', onLine)
  }
}

/** Reads a line as a JSON object; anything else is `undefined`. */
export const objectOf = (line: string): Readonly<Record<string, unknown>> | undefined => {
  if (!line.startsWith('{')) return undefined
  try {
    return JSON.parse(line) as Readonly<Record<string, unknown>>
  } catch {
    return undefined
  }
}

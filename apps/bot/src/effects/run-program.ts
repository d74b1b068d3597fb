import { spawn } from 'node:child_process'

/** Runs a program without a shell, gives it `input`, and returns what it printed; its errors go nowhere. */
export const runProgram = (
  program: string,
  given: readonly string[],
  input: string,
  signal: AbortSignal,
): Promise<Readonly<{ exitCode: number; output: string }>> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, given, { stdio: ['pipe', 'pipe', 'ignore'], signal })
    const pieces: Buffer[] = []
    child.stdout.on('data', (piece: Buffer) => void pieces.push(piece))
    child.on('error', reject)
    child.on('close', (exitCode) => {
      resolve({ exitCode: exitCode ?? -1, output: Buffer.concat(pieces).toString('utf8') })
    })
    // A program that ends without reading says why by its exit code.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })

import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { closeAtEnd } from '#platform/postgres/test-closing.ts'

interface Line {
  readonly url?: string
  readonly passwordFile?: string
  readonly notice?: string
  readonly databaseEnded?: boolean
  readonly stopped?: boolean
  readonly failed?: string
}

/** serving.ts as a child, and what it said. */
export interface ServingProcess {
  readonly child: ChildProcess
  readonly url: string
  readonly passwordFile: string
  readonly lines: readonly Line[]
  /** From the start of the process until it listened. */
  readonly startMs: number
  readonly hasEnded: () => boolean
  /** The end of its log, for whoever reads why it failed. */
  readonly lastWords: () => string
  readonly ended: Promise<void>
}

function spawnServing(dataFolder: string, port: number): { child: ChildProcess; logFile: string } {
  const script = path.join(import.meta.dirname, 'serving.ts')
  const logFile = path.join(dataFolder, '..', 'serving.log')
  const log = openSync(logFile, 'a')
  const child = spawn(process.execPath, [script, dataFolder, String(port)], {
    stdio: ['ignore', 'pipe', log],
  })
  closeSync(log)
  closeAtEnd(async () => {
    child.kill('SIGKILL')
  })
  return { child, logFile }
}

/** A start that is killed on its way, wherever it is then. */
export async function startAndKill(dataFolder: string, port: number, afterMs: number): Promise<void> {
  const { child } = spawnServing(dataFolder, port)
  child.stdout!.resume()
  setTimeout(() => child.kill('SIGKILL'), afterMs)
  await new Promise<void>((resolve) => {
    child.once('close', () => resolve())
  })
}

export async function startServing(dataFolder: string, port: number): Promise<ServingProcess> {
  const started = performance.now()
  const { child, logFile } = spawnServing(dataFolder, port)
  const lines: Line[] = []
  let hasEnded = false
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      hasEnded = true
      resolve()
    })
  })
  const ready = await new Promise<Line>((resolve, reject) => {
    createInterface({ input: child.stdout! }).on('line', (text) => {
      const line = JSON.parse(text) as Line
      lines.push(line)
      if (line.url !== undefined) resolve(line)
      if (line.failed !== undefined) reject(new Error(line.failed))
    })
    void ended.then(() => reject(new Error('the server ended before it listened')))
  })
  return {
    child,
    url: ready.url!,
    passwordFile: ready.passwordFile!,
    lines,
    startMs: performance.now() - started,
    hasEnded: () => hasEnded,
    lastWords: () => readFileSync(logFile, 'utf8').slice(-3_000),
    ended,
  }
}

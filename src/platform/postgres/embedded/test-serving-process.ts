import { type ChildProcess, spawn } from 'node:child_process'
import { statSync } from 'node:fs'
import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { inject } from 'vitest'
import { closeAtEnd } from '../test-closing.ts'
import { testServer } from '../test-server.ts'
import { stopPostmastersBelow } from './test-stop-below.ts'

/**
 * A folder for a test, whose path has no links and which others may pass through. What still runs in it at the end of
 * the file is stopped; it lies in the folder of the run, so that the keeper stops it when the run was killed.
 */
export async function newFolder(): Promise<string> {
  await testServer()
  const folder = await mkdtemp(path.join(await realpath(inject('testRun').folder), 'embedded-'))
  await chmod(folder, 0o755)
  closeAtEnd(async () => {
    await stopPostmastersBelow(folder)
    await rm(folder, { recursive: true, force: true })
  })
  return folder
}

export function modeOf(file: string): string {
  return (statSync(file).mode & 0o777).toString(8)
}

export interface Line {
  readonly url?: string
  readonly pid?: number
  readonly notices?: readonly string[]
  readonly kept?: readonly number[]
  readonly acknowledged?: number
  readonly stopped?: string
  readonly ended?: boolean
  readonly failed?: string
}

/** test-serving.ts, what it said, and what its last acknowledged row is. */
export interface Serving {
  readonly process: ChildProcess
  readonly lines: readonly Line[]
  ready(): Promise<Line>
  until(isMet: (line: Line) => boolean): Promise<Line>
  exited(): Promise<void>
}

export function serve(dataFolder: string, ids: { uid?: number; gid?: number } = {}): Serving {
  const script = path.join(import.meta.dirname, 'test-serving.ts')
  const child = spawn(process.execPath, [script, dataFolder], {
    ...ids,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  closeAtEnd(async () => {
    child.kill('SIGKILL')
  })
  const lines: Line[] = []
  const listeners = new Set<() => void>()
  const changed = (): void => {
    for (const each of listeners) each()
  }
  createInterface({ input: child.stdout! }).on('line', (line) => {
    lines.push(JSON.parse(line) as Line)
    changed()
  })
  const exit = new Promise<void>((resolve) => {
    child.once('close', () => {
      resolve()
      changed()
    })
  })
  const until = (isMet: (line: Line) => boolean): Promise<Line> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = lines.find(isMet)
        const failed = lines.find((line) => line.failed !== undefined)
        if (found !== undefined) resolve(found)
        else if (failed !== undefined || child.exitCode !== null)
          reject(new Error(failed?.failed ?? 'it ended'))
        else return
        listeners.delete(look)
      }
      listeners.add(look)
      look()
    })
  return {
    process: child,
    lines,
    until,
    ready: () => until((line) => line.url !== undefined),
    exited: () => exit,
  }
}

export function acknowledged(serving: Serving): number[] {
  return serving.lines.map((line) => line.acknowledged).filter((n) => n !== undefined)
}

import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { onTestFinished } from 'vitest'

export const checkout = path.resolve(import.meta.dirname, '../..')
export const program = path.join(checkout, 'bin', 'fangxian')

export interface Ended {
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
  readonly printed: string
  readonly told: string
}

export interface ProgramOptions {
  readonly cwd?: string
  /** The interpreter; default the one that runs the tests. */
  readonly node?: string
  /** How the program is called; default bin/fangxian. */
  readonly file?: string
  readonly variables?: Readonly<Record<string, string>>
  /** Told everything on standard error so far; what it returns is sent, once. */
  readonly interruptWhen?: (told: string) => NodeJS.Signals | undefined
}

/** Runs the program as a user does, in English unless told otherwise. */
export function runProgram(args: readonly string[], options: ProgramOptions = {}): Promise<Ended> {
  const { cwd = tmpdir(), node = process.execPath, file = program, variables = {}, interruptWhen } = options
  const child = spawn(node, [file, ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, LANG: 'C.UTF-8', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = { printed: '', told: '' }
  let isInterrupted = false
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    ended.printed += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    ended.told += text
    const signal = isInterrupted ? undefined : interruptWhen?.(ended.told)
    if (signal === undefined) return
    isInterrupted = true
    child.kill(signal)
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status, signal) => resolve({ ...ended, status, signal }))
  })
}

/** A new folder that is gone after the test. */
export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'fangxian-cli-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

export async function writeFiles(
  folder: string,
  files: Readonly<Record<string, string | Buffer>>,
): Promise<string> {
  await mkdir(folder, { recursive: true })
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content)
  return folder
}

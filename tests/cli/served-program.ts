import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import process from 'node:process'
import { onTestFinished } from 'vitest'
import { program } from './program.ts'

export interface ServedProgram {
  /** The address that it printed. */
  readonly url: string
  /** SIGTERM, as whoever watches services sends it; gives the exit status and what it said. */
  readonly stop: () => Promise<{ readonly status: number | null; readonly told: string }>
}

/** Starts a command that serves, and waits for the address it prints. */
export async function startProgram(
  args: readonly string[],
  variables: Readonly<Record<string, string>>,
): Promise<ServedProgram> {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: tmpdir(),
    env: { PATH: process.env.PATH, HOME: process.env.HOME, LANG: 'C.UTF-8', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { printed: '', told: '' }
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  onTestFinished(async () => {
    child.kill('SIGTERM')
    await ended
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.told += text
  })
  const listening = new Promise<string>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said.printed += text
      const url = /(?:is running|server): (http\S+)/.exec(said.printed)?.[1]
      if (url !== undefined) resolve(url)
    })
  })
  const url = await Promise.race([
    listening,
    ended.then((status) => {
      throw new Error(`ended with ${status} before it served: ${said.told}`)
    }),
  ])
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM')
      return { status: await ended, told: said.told }
    },
  }
}

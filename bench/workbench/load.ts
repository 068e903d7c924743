import http from 'node:http'
import { parentPort, workerData } from 'node:worker_threads'
import type { BenchUser } from './fill.ts'
import { userAgent } from './fill.ts'

/** The people, in a thread of their own: what they do does not wait for the server's work, nor it for theirs. */

export interface LoadGiven {
  readonly url: string
  readonly users: readonly BenchUser[]
  readonly seconds: number
  /** Between an answer and the next request, on average; 0: none. */
  readonly pauseMs: number
  readonly bare: string
  readonly requests: Readonly<Record<string, string>>
}
/** Name → milliseconds of each answer. */
export type LoadTaken = Readonly<Record<string, readonly number[]>>

const { url, users, seconds, pauseMs, bare, requests } = workerData as LoadGiven
const agent = new http.Agent({ keepAlive: true, maxSockets: users.length })
const taken: Record<string, number[]> = {}

interface Answer {
  readonly status: number
  readonly text: string
}

function get(path: string, { cookie }: BenchUser): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { cookie, 'user-agent': userAgent, accept: 'application/json' }
    const request = http.get(`${url}/api${path}`, { agent, headers }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('error', reject)
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }),
      )
    })
    request.on('error', reject)
  })
}

async function measure(name: string, path: string, user: BenchUser): Promise<string> {
  const started = performance.now()
  const { status, text } = await get(path, user)
  if (status !== 200) throw new Error(`${name} ${path}: ${status} ${text.slice(0, 300)}`)
  taken[name] ??= []
  taken[name].push(performance.now() - started)
  return text
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Each person goes through everything in an order of his own, and on to the second page where there is one. */
async function work(user: BenchUser, until: number): Promise<void> {
  const names = [...Object.keys(requests), '']
  await pause(Math.random() * Math.max(pauseMs, 200))
  while (performance.now() < until) {
    const name = names[Math.floor(Math.random() * names.length)]!
    const path = name === '' ? bare : requests[name]!.replaceAll('{region}', user.region)
    const text = await measure(name === '' ? 'bare' : name, path, user)
    const { next_cursor: cursor = null } = JSON.parse(text) as { next_cursor?: string | null }
    if (cursor !== null) {
      await pause(pauseMs * (0.5 + Math.random()))
      await measure('page 2 of a list', `${path}${path.includes('?') ? '&' : '?'}cursor=${cursor}`, user)
    }
    if (pauseMs > 0) await pause(pauseMs * (0.5 + Math.random()))
  }
}

const until = performance.now() + seconds * 1_000
await Promise.all(users.map((user) => work(user, until)))
agent.destroy()
parentPort?.postMessage(taken)

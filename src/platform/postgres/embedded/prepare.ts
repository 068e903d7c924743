import { spawn } from 'node:child_process'
import path from 'node:path'
import type { Bilingual } from '#base/bilingual.ts'
import { Refusal, type RefusalCode } from '#base/refusal.ts'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'

/** What the child does for us: make the cluster, or make roles and database and migrate. */
export type PrepareTask =
  | {
      readonly kind: 'create'
      readonly dataFolder: string
      readonly cluster: string
      readonly binaries: Binaries
      readonly account: Account
    }
  | {
      readonly kind: 'migrate'
      readonly dataFolder: string
      readonly socketFolder: string
      readonly isDemonstration: boolean
    }

export type PrepareAnswer =
  | { readonly kind: 'done'; readonly ran: readonly string[] }
  | { readonly kind: 'refused'; readonly code: RefusalCode; readonly text: Bilingual }
  | { readonly kind: 'failed'; readonly message: string }

/** Returns the names of the migrations that were run. */
export async function prepare(task: PrepareTask): Promise<readonly string[]> {
  const answer = await runChild(task)
  if (answer.kind === 'done') return answer.ran
  if (answer.kind === 'refused') throw new Refusal(answer.code, answer.text)
  throw new Error(answer.message)
}

function runChild(task: PrepareTask): Promise<PrepareAnswer> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(import.meta.dirname, 'prepare-child.ts')], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.once('error', reject)
    child.once('close', (status, signal) => {
      try {
        resolve(JSON.parse(Buffer.concat(chunks).toString()) as PrepareAnswer)
      } catch {
        reject(new Error(`preparing the database ended with ${signal ?? `status ${status}`}`))
      }
    })
    child.stdin.on('error', () => undefined) // the child's end is reported by close
    child.stdin.end(JSON.stringify(task))
  })
}

import { spawn } from 'node:child_process'
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { Bilingual } from '#base/bilingual.ts'
import { Refusal } from '#base/refusal.ts'
import { webDigest } from './web-digest.ts'
import { readWebFiles, type WebFiles } from './web-files.ts'

/** Names what the pages were built from; written last, so that a build that was interrupted counts for nothing. */
const stampFile = 'built-from.txt'
/** Of the build's output, the end says what went wrong. */
const outputKept = 2_000

export interface EnsureWebOptions {
  /** The folder of package.json. */
  readonly root: string
  readonly say: (notice: Bilingual) => void
  /** Elsewhere than dist/web: for tests. */
  readonly folder?: string
}

async function findStamp(folder: string): Promise<string | null> {
  try {
    return await readFile(path.join(folder, stampFile), 'utf8')
  } catch {
    return null
  }
}

interface Built {
  readonly status: number
  readonly output: string
}

function findBundler(root: string): string | null {
  try {
    const vite = createRequire(path.join(root, 'package.json')).resolve('vite/package.json')
    return path.join(path.dirname(vite), 'bin', 'vite.js')
  } catch {
    return null
  }
}

/** A process of its own: the bundler and all it reads are gone when it ends. */
function runBuild(root: string, folder: string): Promise<Built> {
  const program = findBundler(root)
  if (program === null) return Promise.resolve({ status: 1, output: 'vite' })
  const given = [program, 'build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn']
  return new Promise((resolve) => {
    const child = spawn(process.execPath, given, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString('utf8')).slice(-outputKept)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', (error) => resolve({ status: 1, output: error.message }))
    child.on('close', (status) => resolve({ status: status ?? 1, output }))
  })
}

function cannotBuild(reason: string): Refusal {
  return new Refusal('unavailable', {
    zh: `页面未能生成，服务器未启动：${reason}。请在程序目录执行 npm ci 后重试；程序目录只读时，请先以有写权限的用户执行 npm run build。`,
    en: `The pages could not be built and the server was not started: ${reason}. Run npm ci in the program's folder and try again; where that folder is read-only, run npm run build first as a user who may write there.`,
  })
}

async function build({ root, folder }: { root: string; folder: string }, digest: string): Promise<void> {
  // Beside the place, then moved: another process never sees half of it.
  const made = `${folder}.${process.pid}`
  try {
    const { status, output } = await runBuild(root, made)
    if (status !== 0) throw cannotBuild(output.trim().replace(/\s+/g, ' ') || `vite ${status}`)
    await writeFile(path.join(made, stampFile), digest)
    await rename(made, folder)
  } catch (error) {
    // Another process was quicker with the same.
    if (!(error instanceof Refusal) && (await findStamp(folder)) === digest) return
    throw error instanceof Refusal ? error : cannotBuild((error as Error).message)
  } finally {
    await rm(made, { recursive: true, force: true })
  }
}

/** Another server may be reading the same pages: a folder is never written anew, only those of older sources go. */
async function removeOlder(places: string, kept: string): Promise<void> {
  const names = await readdir(places)
  const older = names.filter((name) => /^[0-9a-f]{16}$/.test(name) && name !== kept)
  await Promise.all(older.map((name) => rm(path.join(places, name), { recursive: true, force: true })))
}

/** The pages as they belong to these sources, built where they are missing or older (docs/decisions/0018-web.md). */
export async function ensureWeb(options: EnsureWebOptions): Promise<WebFiles> {
  const { root, say, folder: places = path.join(root, 'dist', 'web') } = options
  const digest = webDigest(root)
  const name = digest.slice(0, 16)
  const folder = path.join(places, name)
  if ((await findStamp(folder)) !== digest) {
    say({ zh: '生成页面（首次启动或更新后一次）……', en: 'Building the pages (once, after an update) …' })
    await build({ root, folder }, digest)
    await removeOlder(places, name)
  }
  return readWebFiles(folder)
}

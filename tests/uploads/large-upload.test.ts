import { type ChildProcess, spawn } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { chmod, mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import { findRunningUrl } from '#platform/postgres/embedded/join-running.ts'
import { openBrowser, type TestBrowser } from '#server/test-browser.ts'

/** Two gigabytes with `npm run test:deep`; then the same a tenth as large. */
const isDeep = process.env.FANGXIAN_DEPTH === 'deep'
const pieceBytes = 8 * 2 ** 20
const pieces = isDeep ? 256 : 24
/** Of the server's process, over what it needed before: some pieces on their way, not the file. */
const growthMax_bytes = 160 * 2 ** 20

interface Server {
  readonly child: ChildProcess
  readonly url: string
  readonly passwordFile: string
}

const children: ChildProcess[] = []
afterAll(async () => {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    const ended = new Promise((resolve) => child.once('close', resolve))
    child.kill('SIGTERM')
    await ended
  }
}, 60_000)

async function start(dataFolder: string, port: number): Promise<Server> {
  const script = path.join(import.meta.dirname, 'serving.ts')
  const child = spawn(process.execPath, [script, dataFolder, String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout! }).once('line', resolve)
    child.once('close', () => reject(new Error('the server ended before it listened')))
  })
  return { child, ...(JSON.parse(line) as Omit<Server, 'child'>) }
}

/** The most memory that the process has had so far. */
async function peakOf({ child }: Server): Promise<number> {
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8')
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)![1]) * 1_024
}

async function signIn(
  server: Server,
  dataFolder: string,
): Promise<{ browser: TestBrowser; agencyId: string }> {
  const pool = new pg.Pool({ connectionString: (await findRunningUrl(dataFolder))!, max: 1 })
  const { rows } = await pool.query<{ sign_in_name: string; agency_id: string }>(
    `select sign_in_account.sign_in_name, staff_member.agency_id
    from app.staff_member
    inner join app.sign_in_account using (staff_id)
    inner join app.post_assignment using (staff_id)
    inner join app.post using (post_id)
    where post.title = '稽核内控岗'
    order by staff_member.staff_id`,
  )
  await pool.end()
  const lines = (await readFile(server.passwordFile, 'utf8')).trimEnd().split('\n')
  const passwords = new Map(lines.map((line) => line.split('\t') as [string, string]))
  const { sign_in_name: name, agency_id: agencyId } = rows.find((row) => passwords.has(row.sign_in_name))!
  const browser = openBrowser(server)
  const answer = await browser.post('/api/sign-in/password', { name, password: passwords.get(name) })
  expect(answer.status, answer.text).toBe(200)
  return { browser, agencyId }
}

/** Never the whole file: each piece differs from the others by its number. */
function pieceOf(at: number): Uint8Array<ArrayBuffer> {
  const piece = new Uint8Array(pieceBytes).fill(at % 251)
  new DataView(piece.buffer).setUint32(0, at)
  return piece
}

async function send(browser: TestBrowser, uploadId: string, at: number): Promise<number> {
  const query = `offset=${at * pieceBytes}&bytes=${pieces * pieceBytes}`
  const answer = await browser.send('POST', `/api/delivery-uploads/${uploadId}/chunks?${query}`, {
    raw: pieceOf(at),
    headers: { 'content-type': 'application/octet-stream', 'x-file-name': 'payment.csv' },
  })
  expect(answer.status, answer.text).toBe(200)
  return Number(answer.body.received)
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

describe.skipIf(!existsSync('/proc/self/status'))('an upload of many pieces', () => {
  test('survives the death of the server, goes on, is whole, and never lies in its memory', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'fangxian-test-'))
    // As root, the database's account passes through.
    await chmod(folder, 0o711)
    const dataFolder = path.join(folder, 'data')
    const port = 18_000 + Math.floor(Math.random() * 20_000)
    const first = await start(dataFolder, port)
    const { browser, agencyId } = await signIn(first, dataFolder)
    const uploadId = randomUUID()
    const begun = { upload_id: uploadId, agency_id: agencyId, title: '大文件' }
    expect((await browser.post('/api/delivery-uploads', begun)).status).toBe(200)
    await send(browser, uploadId, 0)
    const before = await peakOf(first)
    const half = Math.floor(pieces / 2)
    for (let at = 1; at < half; at += 1) await send(browser, uploadId, at)
    const growth = (await peakOf(first)) - before
    // A piece is on its way when the power goes.
    const lost = send(browser, uploadId, half).catch(() => null)
    const gone = new Promise((resolve) => first.child.once('close', resolve))
    first.child.kill('SIGKILL')
    await Promise.all([gone, lost])

    const second = await start(dataFolder, port)
    const again = openBrowser(second, { cookies: browser.cookies })
    const known = await again.get(`/api/delivery-uploads/${uploadId}`)
    const [file] = known.body.files as { received: string }[]
    const received = Number(file!.received)
    expect([half * pieceBytes, (half + 1) * pieceBytes]).toContain(received)
    await send(again, uploadId, received / pieceBytes)
    const restarted = await peakOf(second)
    for (let at = received / pieceBytes + 1; at < pieces; at += 1) await send(again, uploadId, at)
    const later = (await peakOf(second)) - restarted
    const whole = createHash('sha256')
    for (let at = 0; at < pieces; at += 1) whole.update(pieceOf(at))
    const stored = path.join(dataFolder, 'uploads', uploadId, 'payment.csv')
    expect(await digestOf(stored)).toBe(whole.digest('hex'))
    expect(Math.max(growth, later), `${growth} and ${later} bytes`).toBeLessThan(growthMax_bytes)
    const discarded = await again.post(`/api/delivery-uploads/${uploadId}/discard`, { reason: '测试结束' })
    expect(discarded.status).toBe(204)
    expect(existsSync(stored)).toBe(false)
  }, 2_400_000)
})

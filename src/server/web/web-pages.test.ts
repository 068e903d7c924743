import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { OpenAPIHono } from '@hono/zod-openapi'
import { afterAll, describe, expect, test } from 'vitest'
import { packageRoot } from '#platform/config.ts'
import type { HttpEnv } from '#platform/http/http-env.ts'
import { problemOf } from '#platform/http/problem.ts'
import { ensureWeb } from './ensure-web.ts'
import { webDigest } from './web-digest.ts'
import { readWebFiles, type WebFiles } from './web-files.ts'
import { addWebPages } from './web-pages.ts'

const folder = await mkdtemp(path.join(tmpdir(), 'fangxian-web-'))
afterAll(() => rm(folder, { recursive: true, force: true }))
await mkdir(path.join(folder, 'assets'))
await writeFile(
  path.join(folder, 'index.html'),
  '<meta name="csp-nonce" content="%NONCE%"><div id="root"></div>',
)
await writeFile(path.join(folder, 'assets', 'app-1a2b.js'), 'console.log(1)\n'.repeat(200))
await writeFile(path.join(folder, 'favicon.svg'), '<svg/>')
await writeFile(path.join(folder, 'built-from.txt'), 'a digest')

function appOf(web: WebFiles | null): OpenAPIHono<HttpEnv> {
  const app = new OpenAPIHono<HttpEnv>()
  app.onError((error, c) => c.body(null, problemOf(error, { language: 'zh', requestId: '1' }).status))
  addWebPages(app, web)
  return app
}
const app = appOf(await readWebFiles(folder))

describe('the pages', () => {
  test('are one document under every address of theirs, with a policy of its own', async () => {
    for (const address of ['/', '/review', '/records/ORDER_REFUND/0192f.a:b', '/nowhere/at/all']) {
      const answer = await app.request(address)
      expect(answer.status, address).toBe(200)
      const nonce = /content="([^"]+)"/.exec(await answer.text())![1]!
      const policy = answer.headers.get('content-security-policy')!
      expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`)
      expect(policy).toContain("script-src 'self'")
      expect(policy).not.toContain('unsafe')
    }
  })

  test('carry another nonce each time', async () => {
    const texts = await Promise.all([1, 2].map(async () => (await app.request('/')).text()))
    expect(texts[0]).not.toBe(texts[1])
  })

  test('are no answer to a program: what it asks for is not there', async () => {
    for (const address of ['/api', '/api/nowhere', '/health/x', '/metrics', '/assets/gone-9f9f.js']) {
      expect((await app.request(address)).status, address).toBe(404)
    }
    expect((await app.request('/review', { method: 'POST' })).status).toBe(404)
  })

  test('are files that never change under their name, compressed for whoever takes that', async () => {
    const plain = await app.request('/assets/app-1a2b.js')
    expect(plain.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(plain.headers.get('content-encoding')).toBeNull()
    expect(await plain.text()).toContain('console.log(1)')
    const packed = await app.request('/assets/app-1a2b.js', { headers: { 'accept-encoding': 'gzip, br' } })
    expect(packed.headers.get('content-encoding')).toBe('gzip')
    expect((await packed.arrayBuffer()).byteLength).toBeLessThan(200)
  })

  test('other files are asked for again, and what the build notes for itself is no file of theirs', async () => {
    expect((await app.request('/favicon.svg')).headers.get('cache-control')).toBe('public, max-age=3600')
    expect(await (await app.request('/built-from.txt')).text()).toContain('id="root"')
  })

  test('that are absent leave the way to the API', async () => {
    const answer = await appOf(null).request('/')
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/api/'])
  })
})

describe('building', () => {
  const built = path.join(folder, 'built')
  const place = webDigest(packageRoot).slice(0, 16)

  test('is done where the pages are older than their sources, and not again', async () => {
    const said: string[] = []
    const say = ({ en }: { en: string }): void => void said.push(en)
    const { files, index } = await ensureWeb({ root: packageRoot, say, folder: built })
    expect(files.size).toBeGreaterThan(10)
    expect(index).toContain('%NONCE%')
    expect(await readFile(path.join(built, place, 'built-from.txt'), 'utf8')).toBe(webDigest(packageRoot))
    await ensureWeb({ root: packageRoot, say, folder: built })
    expect(said).toEqual(['Building the pages (once, after an update) …'])
  })

  test('sends less than 500 kB before the first page is there, compressed', async () => {
    const { files, index } = await readWebFiles(path.join(built, place))
    const asked = [...index.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(
      ([, address]) => files.get(address!)!,
    )
    const bytes = asked.reduce((sum, { compressed, content }) => sum + (compressed ?? content).length, 0)
    expect(asked.length).toBeGreaterThan(1)
    expect(bytes).toBeLessThan(500_000)
  })

  test('that fails is one sentence that says what to do', async () => {
    const root = path.join(folder, 'elsewhere')
    await mkdir(root)
    await writeFile(path.join(root, 'package.json'), '{}')
    await expect(ensureWeb({ root, say: () => undefined })).rejects.toMatchObject({ code: 'unavailable' })
  })
})

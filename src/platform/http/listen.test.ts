import { mkdtemp, writeFile } from 'node:fs/promises'
import { get as secureGet } from 'node:https'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { type Listening, type ListenOptions, listen } from './listen.ts'
import { testCertificate } from './test-certificate.ts'

const running: Listening[] = []
afterAll(() => Promise.all(running.map(({ stop }) => stop())))

async function start(changes: Partial<ListenOptions> = {}): Promise<Listening> {
  const listening = await listen({
    fetch: () => new Response('done'),
    host: '127.0.0.1',
    port: 0,
    canMoveToNextPort: false,
    tls: null,
    ...changes,
  })
  running.push(listening)
  return listening
}

describe('a server', () => {
  test('that is stopped finishes what it has begun and takes nothing new', async () => {
    const arrived = Promise.withResolvers<void>()
    const answer = Promise.withResolvers<Response>()
    const { port, stop } = await start({
      fetch: () => {
        arrived.resolve()
        return answer.promise
      },
    })
    const url = `http://127.0.0.1:${port}/`
    const begun = fetch(url)
    await arrived.promise
    const stopping = stop()
    await expect(fetch(url)).rejects.toThrow()
    answer.resolve(new Response('done'))
    expect(await (await begun).text()).toBe('done')
    await stopping
  })

  test('for work stays at its port, the demonstration takes the next free one', async () => {
    const { port } = await start()
    await expect(start({ port })).rejects.toMatchObject({
      code: 'unavailable',
      text: { zh: expect.stringMatching(/已被占用/) },
    })
    const moved = await start({ port, canMoveToNextPort: true })
    expect(moved.port).toBeGreaterThan(port)
  })

  test('speaks TLS with a certificate of its own, and says what is wrong with one that is none', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'fangxian-test-'))
    const [certificateFile, keyFile] = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')]
    const { pem, privateKey } = testCertificate('localhost')
    await writeFile(certificateFile, pem)
    await writeFile(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }))
    const { port } = await start({ tls: { certificateFile, keyFile } })
    const status = await new Promise((resolve, reject) => {
      secureGet({ port, host: '127.0.0.1', rejectUnauthorized: false }, (answer) => {
        answer.resume()
        resolve(answer.statusCode)
      }).on('error', reject)
    })
    expect(status).toBe(200)
    const missing = { certificateFile, keyFile: path.join(folder, 'none.pem') }
    await expect(start({ tls: missing })).rejects.toMatchObject({ code: 'unreadable_input' })
  })
})

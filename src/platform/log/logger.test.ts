import { Writable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { Refusal } from '#base/refusal.ts'
import { testDatabase } from '../postgres/test-database.ts'
import { type Log, makeLogger } from './logger.ts'

const { pool } = await testDatabase()

function capture(): { log: Log; lines: () => Record<string, unknown>[]; text: () => string } {
  const written: string[] = []
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written.push(chunk.toString())
      done()
    },
  })
  const log = makeLogger({ level: 'debug', destination })
  const lines = (): Record<string, unknown>[] => written.map((line) => JSON.parse(line))
  return { log, lines, text: () => written.join('') }
}

describe('a line of the log', () => {
  test('is an object with level, time and what happened', () => {
    const { log, lines } = capture()
    log.info({ recordId: 'r-1', ms: 12, amountFen: 100n }, 'order accepted')
    expect(lines()).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-.*Z$/),
        recordId: 'r-1',
        ms: 12,
        amountFen: '100',
        msg: 'order accepted',
      },
    ])
  })

  test.for([
    [
      'a field of a secret, in any spelling',
      { pass_word: 'simulated-secret', nested: { 'API-Key': 'simulated-secret' } },
    ],
    ['a list with a secret inside', { attempts: [{ token: 'simulated-secret' }] }],
    ['a header', { headers: { Authorization: 'Bearer simulated-secret', cookie: 'simulated-secret' } }],
    ['a connection URL in a text', { said: 'cannot reach postgresql://app:simulated-secret@host/db' }],
    ['a field of a person', { person: { id_number: 'simulated-secret', name: 'simulated-secret' } }],
  ] as const)('never holds %s', ([, fields]) => {
    const { log, text } = capture()
    log.info(fields, 'said')
    log.warn(fields)
    log.child({ requestId: 'q-1' }).error({ err: new Error('x', { cause: fields }), ...fields })
    expect(text()).not.toContain('simulated-secret')
    expect(text().trim().split('\n').length).toBe(3)
  })

  test.for(['990101199001010011', '99010119900101001X', '6222020000000000001', '13800000000'])(
    'does not hold %s in a message, a field or an error',
    (number) => {
      const { log, text } = capture()
      log.info(`looked up ${number}`)
      log.info({ query: [`id=${number}`] })
      log.error(new Error(`no such person: ${number}`))
      expect(text()).not.toContain(number)
      expect(text()).toContain('[removed]')
    },
  )

  test('keeps ids, digests and instants, which look like numbers', () => {
    const { log, text } = capture()
    const kept = [
      '01890a5d-ac96-774b-bcce-b302099a8057',
      `${'0123456789abcdef'.repeat(4)}`,
      '2026-01-31T08:30:00Z',
    ]
    log.info({ kept })
    for (const each of kept) expect(text()).toContain(each)
  })

  test('of an error of PostgreSQL holds its code and not the values it quotes', async () => {
    const { log, lines, text } = capture()
    for (const statement of [`select '某某某'::date`, `do $$ begin raise exception '某某某'; end $$`]) {
      await pool.query(statement).catch((error: unknown) => log.error(error))
    }
    expect(lines()).toMatchObject([{ err: { errorCode: '22007' } }, { err: { errorCode: 'P0001' } }])
    expect(text()).not.toContain('某某某')
  })

  test('of a refusal says which', () => {
    const { log, lines } = capture()
    log.info({ err: new Refusal('conflict', { zh: '已占用', en: 'It is taken.' }) })
    expect(lines()).toMatchObject([
      { err: { type: 'Refusal', errorCode: 'conflict', message: 'It is taken.' } },
    ])
  })
})

import { randomBytes } from 'node:crypto'
import { setImmediate as setImmediatePromise } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { plainSignInName, sourceOf } from '../attempts/lock-out.ts'
import { enrolmentCode, enrolmentCodeHash } from '../enrolling/enrolment-code.ts'
import { createHashQueue, hashesAtOnceMax, hashesWaitingMax } from './hash-queue.ts'
import { argonParameters, createPasswordHasher } from './password-hash.ts'
import { passwordFaults } from './password-policy.ts'
import { openSecret, sealSecret } from './secret-box.ts'
import { codeAt, stepOfCode, totpOffer } from './totp.ts'

describe('a password’s hash', () => {
  test('is argon2id with at least 19 MiB and two passes, salted, and says so itself', async () => {
    expect(argonParameters.memory).toBeGreaterThanOrEqual(19 * 1024)
    expect(argonParameters.passes).toBeGreaterThanOrEqual(2)
    const hasher = createPasswordHasher()
    const [one, two] = [
      await hasher.hash('secret', randomBytes(16)),
      await hasher.hash('secret', randomBytes(16)),
    ]
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
    expect(one).not.toBe(two)
    expect(await hasher.isRight('secret', one)).toBe(true)
    expect(await hasher.isRight('Secret', one)).toBe(false)
    expect(await hasher.isRight('secret', null)).toBe(false)
    expect(await hasher.isRight('secret', 'secret')).toBe(false)
    // The same character, typed in two ways.
    expect(await hasher.isRight('e\u0301', await hasher.hash('\u00e9', randomBytes(16)))).toBe(true)
  })
})

describe('the queue of hashes', () => {
  test('runs two at a time in order, lets a hundred wait, and sends more away', async () => {
    const inTurn = createHashQueue()
    const started: number[] = []
    const finish: (() => void)[] = []
    const asked = Array.from({ length: hashesWaitingMax + 10 }, (_, number) =>
      inTurn(() => {
        started.push(number)
        return new Promise<void>((resolve) => finish.push(resolve))
      }),
    )
    const outcomes = Promise.allSettled(asked)
    await setImmediatePromise()
    expect(started).toEqual([0, 1])
    for (let done = 0; done < hashesWaitingMax + 2; done += 1) {
      expect(started.length).toBe(Math.min(done + 2, hashesWaitingMax + 2))
      finish[done]!()
      await setImmediatePromise()
    }
    const settled = await outcomes
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(
      hashesWaitingMax + hashesAtOnceMax,
    )
    expect(settled.slice(-8)).toMatchObject(
      Array.from({ length: 8 }, () => ({ reason: { code: 'unavailable' } })),
    )
    expect(started).toEqual(started.toSorted((a, b) => a - b))
  })

  test('goes on after a task that fails', async () => {
    const inTurn = createHashQueue()
    await expect(inTurn(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await inTurn(async () => 'yes')).toBe('yes')
  })
})

describe('a new password', () => {
  test.for([
    ['Feng-Yun-8204-Hai', 0],
    ['风云际会Feng82-x', 0],
    ['short-A1', 1],
    ['lowercaseonlyx', 1],
    ['Zhang-San-g001-x', 1],
    ['Aaaaaa-9b-Xyzqq', 1],
    ['Abcdefgh-9-Zz', 2],
    ['Password-2026-x', 1],
    [`A1-${'x'.repeat(2)}${'yz'.repeat(70)}`, 1],
  ] as const)('%s has %i faults', ([password, faults]) => {
    expect(passwordFaults(password, ['g001', '张三'])).toHaveLength(faults)
  })
})

describe('a sealed secret', () => {
  const sealing = { key: randomBytes(32), owner: 'S1' }
  const box = sealSecret(sealing, Buffer.from('the secret'), randomBytes(12))

  test('opens for its owner with its key', () => {
    expect(openSecret(sealing, box).toString()).toBe('the secret')
    expect(box.includes('the secret')).toBe(false)
  })

  test('does not open for another, with another key, or when a bit is changed', () => {
    expect(() => openSecret({ ...sealing, owner: 'S2' }, box)).toThrow()
    expect(() => openSecret({ ...sealing, key: randomBytes(32) }, box)).toThrow()
    for (let place = 0; place < box.length; place += 1) {
      const changed = Buffer.from(box)
      changed[place]! ^= 1
      expect(() => openSecret(sealing, changed), `byte ${place}`).toThrow()
    }
  })
})

describe('an authenticator’s code', () => {
  // RFC 6238, appendix B, the last six of its eight digits.
  const secret = Buffer.from('12345678901234567890')
  test.for([
    ['1970-01-01T00:00:59Z', '287082'],
    ['2005-03-18T01:58:29Z', '081804'],
    ['2033-05-18T03:33:20Z', '279037'],
  ] as const)('at %s is %s', ([at, code]) => {
    expect(codeAt(secret, new Date(at))).toBe(code)
  })

  test('counts in its half minute and the ones beside it, and says which', () => {
    const at = new Date('2026-01-01T00:00:15Z')
    const step = BigInt(Math.floor(at.getTime() / 30_000))
    const shifted = (steps: number) =>
      stepOfCode(secret, codeAt(secret, new Date(at.getTime() + steps * 30_000)), at)
    expect([shifted(-1), shifted(0), shifted(1)]).toEqual([step - 1n, step, step + 1n])
    expect([shifted(-2), shifted(2)]).toEqual([null, null])
    expect([
      stepOfCode(secret, '', at),
      stepOfCode(secret, '12345', at),
      stepOfCode(secret, '１２３４５６', at),
    ]).toEqual([null, null, null])
    expect(totpOffer(secret, 'g001').secret).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
  })
})

describe('what people type', () => {
  test('an enrolment code is the same in any case, with or without hyphens, with O for 0', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 15, maxLength: 15 }), (bytes) => {
        const code = enrolmentCode(() => Buffer.from(bytes))
        const typed = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'O').replaceAll('1', 'l')
        expect(enrolmentCodeHash(typed).equals(enrolmentCodeHash(code))).toBe(true)
        expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$/)
      }),
    )
    expect(enrolmentCodeHash('A').equals(enrolmentCodeHash('B'))).toBe(false)
  })

  test('a name is the same with blanks, capitals and full-width letters', () => {
    expect(plainSignInName(' Ｇ００１\t')).toBe('g001')
  })

  test('an IPv6 network is one source, an IPv4 address one', () => {
    expect(sourceOf('10.0.0.1')).toBe('10.0.0.1')
    expect(sourceOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64')
    expect(sourceOf('2001:db8:1:2::9')).toBe('2001:db8:1:2::/64')
    expect(sourceOf('fd00::1')).toBe('fd00:0:0:0::/64')
    expect(sourceOf('::1')).toBe('0:0:0:0::/64')
  })
})

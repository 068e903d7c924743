import { createHash, createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { hashAlgorithms } from '#base/merkle.ts'
import { commitmentOf, isCommitted, parseLeaf } from './log/leaf.ts'
import { sealEntry, type TrailAct } from './seal-entry.ts'
import { testAct } from './test-trail.ts'

const nonce = Buffer.alloc(32, 7)
const seal = (changes: Partial<TrailAct> = {}) =>
  sealEntry({ ...testAct, ...changes }, { entryId: 'entry-1', nonce })

describe('a sealed entry', () => {
  test('has a leaf that says what happened and nothing about persons', () => {
    const { leaf, payload } = seal()
    expect(JSON.parse(leaf)).toEqual({
      v: 1,
      id: 'entry-1',
      at: '2026-11-20T01:00:00.000Z',
      actor: 'staff-7',
      function: 'HRF-01',
      kind: 'order',
      record: 'order-1',
      outcome: 'ACCEPTED',
      commitment: createHmac('sha256', nonce).update(payload).digest('hex'),
    })
    expect(leaf).not.toContain('张三')
    expect(payload).toContain('张三')
  })

  test('is hashed as a leaf of RFC 6962', () => {
    const { leaf, leafHash } = seal()
    expect(leafHash).toEqual(createHash('sha256').update('\0').update(leaf).digest())
  })

  test('commits by the HMAC that Node computes, with either hash and for payloads of any length', () => {
    for (const algorithm of hashAlgorithms) {
      for (const length of [0, 1, 55, 64, 65, 5000]) {
        const text = '线'.repeat(length)
        const expected = createHmac(algorithm, nonce).update(text).digest('hex')
        expect(commitmentOf(algorithm, nonce, text)).toBe(expected)
      }
    }
  })

  test('is bound to its payload and nonce', () => {
    const { leaf: text, payload } = seal()
    const leaf = parseLeaf(text)!
    expect(isCommitted('sha256', leaf, { payload, nonce })).toBe(true)
    expect(isCommitted('sha256', leaf, { payload: payload.replace('张三', '李四'), nonce })).toBe(false)
    expect(isCommitted('sha256', leaf, { payload, nonce: Buffer.alloc(32, 8) })).toBe(false)
    expect(isCommitted('sha256', leaf, { payload, nonce: Buffer.alloc(31, 7) })).toBe(false)
    expect(isCommitted('sm3', leaf, { payload, nonce })).toBe(false)
  })

  test.for([
    ['a citizen number as record', { recordId: '99010119600101001X' }],
    ['a mobile number as actor', { actorId: '13812345678' }],
    ['a name', { recordId: '张三' }],
    ['a sentence', { function: 'change of account' }],
    ['nothing', { recordId: '' }],
    ['an outcome in small letters', { outcome: 'accepted' }],
  ] as const)('refuses %s in the leaf, and does not repeat it', ([, changes]) => {
    expect(() => seal(changes)).toThrow(/assertion failed/)
    const value = Object.values(changes)[0]!
    if (value.length > 8 && !('outcome' in changes)) expect(() => seal(changes)).not.toThrow(value)
  })

  test.for(['TRAIL_OPENED', 'TRAIL_KEY_CHANGED', 'TRAIL_EPOCH_OPENED'])(
    'cannot speak for the trail itself: %s',
    (name) => {
      expect(() => seal({ function: name })).toThrow("the trail's own")
    },
  )

  test('needs a nonce of 32 bytes, and a payload that has one text only', () => {
    expect(() => sealEntry(testAct, { entryId: 'a', nonce: Buffer.alloc(16) })).toThrow('32 bytes')
    expect(() => seal({ payload: { reason: undefined } })).toThrow('$.reason is undefined')
  })

  test('is read back only if it is a leaf', () => {
    const { leaf } = seal()
    expect(parseLeaf(leaf)?.id).toBe('entry-1')
    const broken = ['', '[]', 'null', '{}', leaf.replace('"v":1', '"v":2'), leaf.replace('}', ',"x":1}')]
    expect(broken.map(parseLeaf)).toEqual(broken.map(() => null))
  })
})

import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { bodyOf, type CheckpointSigner, isSignedBy, parseNote, signCheckpoint } from './checkpoint.ts'
import { parseVerifierKey, verifierKeyOfKeyObject } from './verifier-key.ts'

const checkpoint = {
  logId: 'log-1',
  epoch: 2,
  size: 1284,
  root: Buffer.alloc(32, 5),
  algorithm: 'sha256',
  at: new Date('2026-11-20T01:00:00.000Z'),
} as const

function newSigner(): CheckpointSigner {
  const pair = generateKeyPairSync('ed25519')
  const key = verifierKeyOfKeyObject('fangxian/log-1', pair.publicKey)
  return { key, sign: (text) => sign(null, Buffer.from(text), pair.privateKey) }
}

describe('a checkpoint', () => {
  const signer = newSigner()
  const text = signCheckpoint(checkpoint, signer)

  test('is a signed note as C2SP tlog-checkpoint has it', () => {
    const [origin, size, root, ...rest] = text.split('\n')
    expect([origin, size, root]).toEqual(['fangxian/log-1', '1284', `${'BQUF'.repeat(10)}BQU=`])
    expect(rest.slice(0, 4)).toEqual(['epoch 2', 'hash sha256', 'time 2026-11-20T01:00:00.000Z', ''])
    expect(rest.at(4)).toMatch(/^— fangxian\/log-1 [A-Za-z0-9+/]+=*$/)
  })

  test('is read back as it was, and its signature holds', () => {
    const note = parseNote(text)!
    expect(note.checkpoint).toEqual(checkpoint)
    expect(isSignedBy(note, signer.key)).toBe(true)
    expect(isSignedBy(note, newSigner().key)).toBe(false)
  })

  test.for([
    ['size', '\n1284\n', '\n1285\n'],
    ['epoch', 'epoch 2', 'epoch 1'],
    ['time', '01:00:00', '01:00:01'],
    ['root', 'BQUF', 'BQUE'],
  ] as const)('with another %s has no valid signature', ([, before, after]) => {
    const changed = text.replace(before, after)
    expect(changed).not.toBe(text)
    const note = parseNote(changed)!
    expect(isSignedBy(note, signer.key)).toBe(false)
  })

  test.for([
    ['nothing', ''],
    ['no signature', bodyOf(checkpoint)],
    ['a size with a leading zero', text.replace('1284', '01284')],
    ['a size beyond what counts', text.replace('1284', '9'.repeat(16))],
    ['another time format', text.replace('.000Z', 'Z')],
    ['a line more', text.replace('hash sha256', 'hash sha256\nmore')],
    ['an unknown hash', text.replace('sha256', 'md5')],
    ['a short root', text.replace('BQUF', '')],
    ['a foreign origin', text.replace('fangxian/', 'other/')],
    ['no last newline', text.slice(0, -1)],
    ['Windows line ends', text.replaceAll('\n', '\r\n')],
  ] as const)('is not read from a text with %s', ([, changed]) => {
    expect(changed).not.toBe(text)
    expect(parseNote(changed)).toBeNull()
  })
})

describe('a verifier key', () => {
  const { key } = newSigner()

  test('is read back from its text', () => {
    expect(parseVerifierKey(key.text)).toMatchObject({ keyId: key.keyId, name: key.name, hint: key.hint })
  })

  test.for([
    ['of another name, whose hint would differ', key.text.replace('log-1', 'log-2')],
    ['with a changed hint', key.text.replace(/\+[0-9a-f]{8}\+/, '+00000000+')],
    ['without a name', key.text.replace('fangxian/log-1', '')],
    ['cut off', key.text.slice(0, -4)],
    ['of nothing', ''],
  ] as const)('is not read from a text %s', ([, text]) => {
    expect(parseVerifierKey(text)).toBeNull()
  })
})

import { createHash } from 'node:crypto'

/** Crockford's alphabet: no I, L, O, U, so that nobody misreads what he types. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const bytesOfCode = 15
const groupLength = 4

/** 120 bits as 24 characters in groups of four: `K7QX-…`. */
export function enrolmentCode(randomBytes: (size: number) => Buffer): string {
  let bits = BigInt(`0x${randomBytes(bytesOfCode).toString('hex')}`)
  let text = ''
  for (let index = 0; index < (bytesOfCode * 8) / 5; index += 1) {
    text = alphabet[Number(bits % 32n)] + text
    bits /= 32n
  }
  return text.match(new RegExp(`.{${groupLength}}`, 'g'))!.join('-')
}

/** Case, hyphens, and letters that look like digits do not matter. The code has 120 bits: a plain hash is enough. */
export function enrolmentCodeHash(typed: string): Buffer {
  const plain = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s-]/g, '')
    .replace(/[IL]/g, '1')
    .replace(/O/g, '0')
  return createHash('sha256').update(plain, 'utf8').digest()
}

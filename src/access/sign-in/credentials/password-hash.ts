import { argon2, timingSafeEqual } from 'node:crypto'
import { createHashQueue } from './hash-queue.ts'

interface Parameters {
  /** KiB. */
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
}

/** platform.md 15, and OWASP's minimum: 19 MiB, two passes, one lane. */
export const argonParameters: Parameters = { memory: 19_456, passes: 2, parallelism: 1 }

const tagLength = 32
const saltLength = 16

export interface PasswordHasher {
  readonly hash: (password: string, salt: Buffer) => Promise<string>
  /** Takes as long for a hash that does not exist (null) as for one that does, and is then always false. */
  readonly isRight: (password: string, stored: string | null) => Promise<boolean>
}

const phc = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([\w+/]{8,88})\$([\w+/]{20,88})$/

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}

function derive(password: string, salt: Buffer, parameters: Parameters): Promise<Buffer> {
  // Two ways to type the same character are the same password.
  const message = Buffer.from(password.normalize('NFC'), 'utf8')
  return new Promise((resolve, reject) => {
    argon2('argon2id', { message, nonce: salt, tagLength, ...parameters }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    )
  })
}

/** Of no password: what an unknown account is compared with. */
const nobody = {
  salt: Buffer.alloc(saltLength),
  tag: Buffer.alloc(tagLength),
}

export function createPasswordHasher(): PasswordHasher {
  const inTurn = createHashQueue()
  return {
    hash: (password, salt) =>
      inTurn(async () => {
        const { memory, passes, parallelism } = argonParameters
        const tag = await derive(password, salt, argonParameters)
        return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(tag)}`
      }),
    isRight: (password, stored) =>
      inTurn(async () => {
        const [, memory, passes, parallelism, salt, tag] = phc.exec(stored ?? '') ?? []
        if (salt === undefined || tag === undefined) {
          const derived = await derive(password, nobody.salt, argonParameters)
          timingSafeEqual(derived, nobody.tag)
          return false
        }
        const parameters = {
          memory: Number(memory),
          passes: Number(passes),
          parallelism: Number(parallelism),
        }
        const derived = await derive(password, Buffer.from(salt, 'base64'), parameters)
        const expected = Buffer.from(tag, 'base64')
        return expected.length === derived.length && timingSafeEqual(derived, expected)
      }),
  }
}

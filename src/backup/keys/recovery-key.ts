import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto'
import { open, readFile, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { Refusal } from '#base/refusal.ts'
import { syncFolder } from '#platform/sync-folder.ts'

/**
 * The pair that backups are encrypted to (platform.md 12): the public half is where backups are made, the private half
 * is kept elsewhere and is needed to restore. X25519 (RFC 7748).
 */
export interface RecoveryPublicKey {
  /** SHA-256 of the raw public key, in hex. */
  readonly keyId: string
  /** `fangxian-recovery+<8 hex digits>+<base64 of the 32 bytes>`: one line, as it is written beside the private half. */
  readonly text: string
  /** 32 bytes. */
  readonly raw: Buffer
  readonly publicKey: KeyObject
}

export interface RecoveryPrivateKey {
  readonly publicHalf: RecoveryPublicKey
  readonly privateKey: KeyObject
}

const prefix = 'fangxian-recovery'

export function recoveryKeyOf(raw: Buffer): RecoveryPublicKey {
  const keyId = createHash('sha256').update(raw).digest('hex')
  const x = raw.toString('base64url')
  return {
    keyId,
    text: `${prefix}+${keyId.slice(0, 8)}+${raw.toString('base64')}`,
    raw,
    publicKey: createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x }, format: 'jwk' }),
  }
}

export function rawPublicKey(key: KeyObject): Buffer {
  return Buffer.from(key.export({ format: 'jwk' }).x!, 'base64url')
}

/** Null for what is no recovery key, or one whose digits are not its own: a typing error encrypts to nobody. */
export function parseRecoveryKey(text: string): RecoveryPublicKey | null {
  const [, encoded] = /^fangxian-recovery\+[0-9a-f]{8}\+([A-Za-z0-9+/]{43}=)$/.exec(text) ?? []
  if (encoded === undefined) return null
  const key = recoveryKeyOf(Buffer.from(encoded, 'base64'))
  return key.text === text ? key : null
}

/** Draws a pair: the private half into `file`, 0600, the public one into `file`.pub. Never writes over a file. */
export async function makeRecoveryKey(file: string): Promise<RecoveryPublicKey> {
  const pair = generateKeyPairSync('x25519')
  const key = recoveryKeyOf(rawPublicKey(pair.publicKey))
  const pem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  await writeNew(file, pem, 0o600)
  try {
    await writeNew(`${file}.pub`, `${key.text}\n`, 0o644)
  } catch (error) {
    await rm(file, { force: true })
    throw error
  }
  await syncFolder(path.dirname(path.resolve(file)))
  return key
}

async function writeNew(file: string, text: string, mode: number): Promise<void> {
  try {
    const handle = await open(file, 'wx', mode)
    try {
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    throw code === 'EEXIST' ? alreadyThere(file) : unwritable(file, code)
  }
}

function alreadyThere(file: string): Refusal {
  return new Refusal('unwritable_output', {
    zh: `文件 ${file} 已存在；恢复密钥从不覆盖旧文件，请换一个文件名。`,
    en: `The file ${file} exists; a recovery key is never written over another file: choose another name.`,
  })
}

function unwritable(file: string, code: string): Refusal {
  return new Refusal('unwritable_output', {
    zh: `无法写入 ${file}（${code}）；请换一个可写的位置。`,
    en: `${file} cannot be written (${code}); choose a place that can be.`,
  })
}

/** The public half from its file. */
export async function readRecoveryPublicKey(file: string): Promise<RecoveryPublicKey> {
  const key = parseRecoveryKey((await readText(file)).trim())
  if (key !== null) return key
  throw new Refusal('unreadable_input', {
    zh: `${file} 不是恢复公钥；应为 fangxian backup key 写出的 .pub 文件（一行 ${prefix}+…）。`,
    en: `${file} is no public recovery key; give the .pub file that fangxian backup key wrote (one line, ${prefix}+…).`,
  })
}

/** The private half from its file, which nobody else may read. */
export async function readRecoveryPrivateKey(file: string): Promise<RecoveryPrivateKey> {
  const pem = await readText(file)
  // Windows has no such bits.
  if (process.platform !== 'win32' && ((await stat(file)).mode & 0o077) !== 0) {
    throw new Refusal('not_permitted', {
      zh: `恢复私钥 ${file} 可被其他用户读取；请执行 chmod 600 ${file}。`,
      en: `Other users may read the private recovery key ${file}; run chmod 600 ${file}.`,
    })
  }
  const privateKey = parsePrivateKey(pem)
  if (privateKey !== null) {
    return { privateKey, publicHalf: recoveryKeyOf(rawPublicKey(createPublicKey(privateKey))) }
  }
  throw new Refusal('unreadable_input', {
    zh: `${file} 不是恢复私钥；应为 fangxian backup key 写出的文件（不是 .pub）。`,
    en: `${file} is no private recovery key; give the file that fangxian backup key wrote (not the .pub).`,
  })
}

function parsePrivateKey(pem: string): KeyObject | null {
  try {
    const key = createPrivateKey(pem)
    return key.asymmetricKeyType === 'x25519' ? key : null
  } catch {
    return null
  }
}

async function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Refusal('unreadable_input', {
      zh: `读不了恢复密钥 ${file}（${error.code}）；请检查路径和权限。`,
      en: `The recovery key ${file} cannot be read (${error.code}); check its path and permissions.`,
    })
  })
}

import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import { chmod, mkdir, readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Bilingual } from '#base/bilingual.ts'
import { Refusal } from '#base/refusal.ts'
import { type CheckpointSigner, originOf } from '../log/checkpoint.ts'
import { type VerifierKey, verifierKeyOf, verifierKeyOfKeyObject } from '../log/verifier-key.ts'
import { writeDurably } from './write-durably.ts'

/**
 * Private halves of keys that sign checkpoints and packages: one PEM a key, named by its id, 0600, in a folder outside the database and its
 * backups (platform.md 13). All server processes of an installation share the folder.
 */

/** What a key signs: it leads the file's name. A key of one purpose is never taken for one of another. */
export type KeyPurpose = 'checkpoint' | 'package'

const purposeTexts = {
  checkpoint: { zh: '留痕检查点的签名密钥', en: "key that signs the trail's checkpoints" },
  package: { zh: '数据包的签名密钥', en: 'key that signs packages' },
} as const satisfies Record<KeyPurpose, Bilingual>

interface KeyNaming {
  readonly purpose: KeyPurpose
  /** Of the verifier key. */
  readonly name: string
}

function fileOf(folder: string, keyId: string, purpose: KeyPurpose): string {
  return path.join(folder, `${purpose}-${keyId}.pem`)
}

/** Draws a new key and gives its public half; nothing signs with it until the trail names it. */
export async function makeCheckpointKey(folder: string, logId: string): Promise<VerifierKey> {
  return makeKey(folder, { purpose: 'checkpoint', name: originOf(logId) })
}

export async function makeKey(folder: string, { purpose, name }: KeyNaming): Promise<VerifierKey> {
  const pair = generateKeyPairSync('ed25519')
  const key = verifierKeyOfKeyObject(name, pair.publicKey)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = fileOf(folder, key.keyId, purpose)
  await writeDurably(file, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
  await chmod(file, 0o600)
  return key
}

/** The public halves of all keys that are here. */
export async function listKeys(folder: string, logId: string): Promise<VerifierKey[]> {
  const signers = await listSigners(folder, { purpose: 'checkpoint', name: originOf(logId) })
  return signers.map(({ key }) => key)
}

/** All keys of a purpose that are here, by their ids. */
export async function listSigners(
  folder: string,
  { purpose, name }: KeyNaming,
): Promise<readonly CheckpointSigner[]> {
  const pattern = new RegExp(`^${purpose}-([0-9a-f]{64})\\.pem$`)
  const keyIds = (await readdir(folder)).flatMap((file) => pattern.exec(file)?.[1] ?? []).sort()
  return Promise.all(keyIds.map((keyId) => readSigner(folder, { keyId, name, purpose })))
}

/** Gives the signer for a key of the trail; refuses where its private half is not here or is open to others. */
export type GetSigner = (key: { readonly keyId: string; readonly name: string }) => Promise<CheckpointSigner>

export function signersIn(folder: string): GetSigner {
  const known = new Map<string, CheckpointSigner>()
  return async ({ keyId, name }) => {
    const found = known.get(keyId) ?? (await readSigner(folder, { keyId, name, purpose: 'checkpoint' }))
    known.set(keyId, found)
    return found
  }
}

async function readSigner(
  folder: string,
  { keyId, name, purpose }: KeyNaming & { readonly keyId: string },
): Promise<CheckpointSigner> {
  const file = fileOf(folder, keyId, purpose)
  const pem = await readFile(file, 'utf8').catch(() => {
    throw new Refusal('unavailable', {
      zh: `找不到${purposeTexts[purpose].zh} ${file}；请从保管处恢复该文件，服务器才能继续签名。`,
      en: `The ${purposeTexts[purpose].en} is not at ${file}; put the file back from where it is kept, so that signing can go on.`,
    })
  })
  // Windows has no such bits.
  if (process.platform !== 'win32' && ((await stat(file)).mode & 0o077) !== 0) {
    throw new Refusal('unavailable', {
      zh: `签名密钥 ${file} 的权限过宽，其他用户可以读取；请执行 chmod 600，并考虑更换密钥。`,
      en: `Other users may read the signing key ${file}; run chmod 600 on it and consider changing the key.`,
    })
  }
  const privateKey = createPrivateKey(pem)
  const raw = Buffer.from(privateKey.export({ format: 'jwk' }).x!, 'base64url')
  const key = verifierKeyOf(name, raw)
  if (key.keyId !== keyId) {
    throw new Refusal('unavailable', {
      zh: `签名密钥 ${file} 与文件名不符；请恢复原文件。`,
      en: `The signing key in ${file} is not the one its name says; put the right file back.`,
    })
  }
  return { key, sign: (text) => sign(null, Buffer.from(text, 'utf8'), privateKey) }
}

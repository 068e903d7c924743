import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import { chmod, mkdir, readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { Refusal } from '#base/refusal.ts'
import { type CheckpointSigner, originOf } from '../log/checkpoint.ts'
import { type VerifierKey, verifierKeyOf, verifierKeyOfKeyObject } from '../log/verifier-key.ts'
import { writeDurably } from './write-durably.ts'

/**
 * Private halves of checkpoint keys: one PEM a key, named by its id, 0600, in a folder outside the database and its
 * backups (platform.md 13). All server processes of an installation share the folder.
 */

function fileOf(folder: string, keyId: string): string {
  return path.join(folder, `checkpoint-${keyId}.pem`)
}

/** Draws a new key and gives its public half; nothing signs with it until the trail names it. */
export async function makeCheckpointKey(folder: string, logId: string): Promise<VerifierKey> {
  const pair = generateKeyPairSync('ed25519')
  const key = verifierKeyOfKeyObject(originOf(logId), pair.publicKey)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = fileOf(folder, key.keyId)
  await writeDurably(file, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
  await chmod(file, 0o600)
  return key
}

/** The public halves of all keys that are here. */
export async function listKeys(folder: string, logId: string): Promise<VerifierKey[]> {
  const names = await readdir(folder)
  const keyIds = names.flatMap((name) => /^checkpoint-([0-9a-f]{64})\.pem$/.exec(name)?.[1] ?? []).sort()
  const signers = await Promise.all(
    keyIds.map((keyId) => readSigner(folder, { keyId, name: originOf(logId) })),
  )
  return signers.map(({ key }) => key)
}

/** Gives the signer for a key of the trail; refuses where its private half is not here or is open to others. */
export type GetSigner = (key: { readonly keyId: string; readonly name: string }) => Promise<CheckpointSigner>

export function signersIn(folder: string): GetSigner {
  const known = new Map<string, CheckpointSigner>()
  return async ({ keyId, name }) => {
    const found = known.get(keyId) ?? (await readSigner(folder, { keyId, name }))
    known.set(keyId, found)
    return found
  }
}

async function readSigner(
  folder: string,
  { keyId, name }: { readonly keyId: string; readonly name: string },
): Promise<CheckpointSigner> {
  const file = fileOf(folder, keyId)
  const pem = await readFile(file, 'utf8').catch(() => {
    throw new Refusal('unavailable', {
      zh: `找不到留痕检查点的签名密钥 ${file}；请从保管处恢复该文件，服务器才能继续签名。`,
      en: `The key that signs the trail's checkpoints is not at ${file}; put the file back from where it is kept, so that signing can go on.`,
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

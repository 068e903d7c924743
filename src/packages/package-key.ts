import { readdir } from 'node:fs/promises'
import { Refusal } from '#base/refusal.ts'
import { listSigners, makeKey } from '#trail/keys/key-files.ts'
import type { CheckpointSigner } from '#trail/log/checkpoint.ts'

/** The one key with which an installation signs what it sends, beside its checkpoint keys and in no backup. */

/** The name in the key is the installation's: the id of its trail. */
const nameOf = (logId: string): string => `fangxian-package/${logId}`

async function listHere(folder: string, logId: string): Promise<readonly CheckpointSigner[]> {
  const isThere = await readdir(folder).then(
    () => true,
    () => false,
  )
  return isThere ? listSigners(folder, { purpose: 'package', name: nameOf(logId) }) : []
}

export async function findPackageSigner(folder: string, logId: string): Promise<CheckpointSigner | null> {
  const found = await listHere(folder, logId)
  if (found.length <= 1) return found[0] ?? null
  throw new Refusal('unavailable', {
    zh: `文件夹 ${folder} 中有 ${found.length} 个数据包密钥；请只保留正在使用的一个。`,
    en: `there are ${found.length} package keys in ${folder}; keep only the one in use.`,
  })
}

export async function getPackageSigner(folder: string, logId: string): Promise<CheckpointSigner> {
  const found = await findPackageSigner(folder, logId)
  if (found !== null) return found
  throw new Refusal('unavailable', {
    zh: '本系统还没有数据包密钥；请先运行 fangxian package key。',
    en: 'this installation has no package key yet; run fangxian package key first.',
  })
}

/** Draws it where there is none. */
export async function obtainPackageSigner(
  folder: string,
  logId: string,
): Promise<{ readonly signer: CheckpointSigner; readonly isNew: boolean }> {
  const found = await findPackageSigner(folder, logId)
  if (found !== null) return { signer: found, isNew: false }
  await makeKey(folder, { purpose: 'package', name: nameOf(logId) })
  return { signer: await getPackageSigner(folder, logId), isNew: true }
}

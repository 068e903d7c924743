import { statfs } from 'node:fs/promises'
import { Refusal } from '#base/refusal.ts'

/** How full a disk is, and what that forbids (platform.md 23). */
export type SpaceLevel = 'enough' | 'no_imports' | 'no_writing'

export interface FreeSpace {
  readonly freeBytes: number
  readonly totalBytes: number
}

/** Below: no imports and no attachments. A database that runs out in mid-checkpoint stops. */
export const importsNeedBytes = 1_000_000_000
export const importsNeedShare = 0.05

/** Below: no writing at all, so that PostgreSQL can still finish what it has begun. */
export const writingNeedsBytes = 200_000_000

export async function readFreeSpace(folder: string): Promise<FreeSpace> {
  const { bavail, blocks, bsize } = await statfs(folder)
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize }
}

export function spaceLevel({ freeBytes, totalBytes }: FreeSpace): SpaceLevel {
  if (freeBytes < writingNeedsBytes) return 'no_writing'
  if (freeBytes < importsNeedBytes || freeBytes < totalBytes * importsNeedShare) return 'no_imports'
  return 'enough'
}

/** Refuses what the disk of a folder no longer allows. */
export function refuseWhenFull(level: SpaceLevel, work: 'import' | 'write', folder: string): void {
  if (level === 'enough' || (level === 'no_imports' && work === 'write')) return
  if (level === 'no_imports') {
    throw new Refusal('no_space', {
      zh: `${folder} 所在磁盘剩余不足 1 GB 或 5%，暂停导入和上传附件；请清理或扩充磁盘。`,
      en: `The disk of ${folder} has less than 1 GB or 5 % left: imports and attachments are paused; free or add space.`,
    })
  }
  throw new Refusal('no_space', {
    zh: `${folder} 所在磁盘剩余不足 200 MB，暂停一切写入；请立即清理或扩充磁盘。`,
    en: `The disk of ${folder} has less than 200 MB left: all writing is paused; free or add space now.`,
  })
}

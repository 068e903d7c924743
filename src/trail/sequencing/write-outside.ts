import { Refusal } from '#base/refusal.ts'
import type { Tx } from '#platform/postgres/database.ts'
import type { GetSigner } from '../keys/key-files.ts'
import { parseNote, signCheckpoint } from '../log/checkpoint.ts'
import { readRootAt } from '../tree/prove.ts'
import { type Head, readHead } from './head.ts'
import { findLatest, writeCheckpointFiles } from './outside-folder.ts'
import { lockSequencing, readMoment, readSigner } from './sequence-round.ts'

/**
 * Signs the newest committed checkpoint once more, with the present time, and writes it outside: while nothing happens
 * its age still says that the sequencer lives. In a transaction of its own, under the lock: what a round has not yet
 * committed must not be outside, and `latest` never goes back.
 *
 * Before it writes, what is outside must agree with the database: evidence of a shortened or rewritten trail is never
 * written over.
 */
export async function writeOutside(
  tx: Tx,
  { folders, getSigner }: { readonly folders: readonly string[]; readonly getSigner: GetSigner },
): Promise<void> {
  await lockSequencing(tx)
  const head = await readHead(tx)
  if (head.checkpoint === null || head.checkpoint.epoch !== head.epoch) return
  const { at } = await readMoment(tx)
  const { logId, epoch, algorithm } = head
  const { size, root } = head.checkpoint
  const signer = await readSigner(tx, getSigner)
  const note = parseNote(signCheckpoint({ logId, epoch, algorithm, size, root, at }, signer))!
  const failures: unknown[] = []
  for (const folder of folders) {
    // One folder that fails must not keep the other from being written.
    try {
      await refuseDisagreement(tx, head, folder)
      await writeCheckpointFiles(folder, note)
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
}

async function refuseDisagreement(tx: Tx, head: Head, folder: string): Promise<void> {
  const latest = await findLatest(folder)
  if (latest === null) return
  const { logId, epoch, size, root } = latest.checkpoint
  if (logId !== head.logId) throw otherTrail(folder)
  if (epoch < head.epoch) return
  if (epoch > head.epoch || size > head.size) throw shortened(folder, { outside: size, here: head.size })
  if (!(await readRootAt(tx, head, size)).equals(root)) throw rewritten(folder, size)
}

function otherTrail(folder: string): Refusal {
  return new Refusal('unavailable', {
    zh: `外部文件夹 ${folder} 中是另一套系统的留痕检查点；请为本系统配置单独的文件夹。`,
    en: `The outside folder ${folder} holds the checkpoints of another installation; give this one a folder of its own.`,
  })
}

function shortened(folder: string, size: { readonly outside: number; readonly here: number }): Refusal {
  return new Refusal('unavailable', {
    zh: `外部检查点（${folder}）有 ${size.outside} 条留痕，数据库只有 ${size.here} 条：数据库被截短或恢复到较早的状态。已停止签名；请运行 fangxian trail verify --database 查明，若是恢复备份，请用 fangxian restore。`,
    en: `The checkpoint outside (${folder}) has ${size.outside} entries, the database only ${size.here}: the database was shortened or set back. Signing has stopped; run fangxian trail verify --database, and restore backups with fangxian restore only.`,
  })
}

function rewritten(folder: string, size: number): Refusal {
  return new Refusal('unavailable', {
    zh: `数据库前 ${size} 条留痕与外部检查点（${folder}）不一致：留痕被改写。已停止签名；请运行 fangxian trail verify --database 查明。`,
    en: `The first ${size} entries in the database are not those of the checkpoint outside (${folder}): the trail was rewritten. Signing has stopped; run fangxian trail verify --database.`,
  })
}

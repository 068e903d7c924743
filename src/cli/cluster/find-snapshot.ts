import { wrongUsage } from '#cli/command.ts'
import { locateSnapshot, type Snapshot } from '#cli/screen/obtain-snapshot.ts'

/** The snapshot of a folder, which must hold one. */
export async function getSnapshot(place: string): Promise<Snapshot> {
  const snapshot = await locateSnapshot(place)
  if (snapshot !== undefined) return snapshot
  throw wrongUsage({
    zh: `${place} 中没有数据快照；请给出一次筛查的输出文件夹或其中的 snapshot。`,
    en: `${place} holds no snapshot; name the folder of a run or its snapshot.`,
  })
}

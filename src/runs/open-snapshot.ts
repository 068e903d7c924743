import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { Refusal } from '#base/refusal.ts'
import { Manifest, manifestFile } from '#standard/manifest.ts'
import { standardVersion } from '#standard/tables.ts'

export interface OpenedSnapshot {
  readonly directory: string
  readonly manifest: Manifest
  readonly manifestSha256: string
}

function unreadable(snapshotId: string, reason: string): Refusal {
  return new Refusal('unreadable_input', {
    zh: `数据快照 ${snapshotId} 无法读取（${reason}）；请重新载入该次交付后再筛查。`,
    en: `The snapshot ${snapshotId} cannot be read (${reason}); load the delivery again, then screen it.`,
  })
}

/** A snapshot of this installation, by its id. */
export async function openSnapshot(folder: string, snapshotId: string): Promise<OpenedSnapshot> {
  const directory = path.join(folder, snapshotId)
  let text: string
  let content: unknown
  try {
    text = await readFile(path.join(directory, manifestFile), 'utf8')
    content = JSON.parse(text)
  } catch (error) {
    throw unreadable(snapshotId, (error as NodeJS.ErrnoException).code ?? 'JSON')
  }
  const parsed = Manifest.safeParse(content)
  if (!parsed.success) throw unreadable(snapshotId, parsed.error.issues[0]?.message ?? 'content')
  if (parsed.data.standard_version !== standardVersion) {
    throw unreadable(snapshotId, `standard_version ${parsed.data.standard_version}`)
  }
  return { directory, manifest: parsed.data, manifestSha256: createHash('sha256').update(text).digest('hex') }
}

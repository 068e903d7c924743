import { mkdir, open, stat } from 'node:fs/promises'
import path from 'node:path'
import { Refusal } from '#base/refusal.ts'

/** A browser sends pieces of this size at most; one that is lost is sent again. */
export const chunkBytesMax = 8 * 2 ** 20
/** Of one file: larger ones go to the folder that `fangxian register load` reads. */
export const fileBytesMax = 20n * 1_000_000_000n
export const filesMax = 200

const notAName = new Refusal('invalid_input', {
  zh: '文件名不能为空、超过 200 字或含有路径；请改名后上传。',
  en: 'A file name must not be empty, longer than 200 characters or hold a path; rename the file.',
})

/** A plain name: it becomes one in a folder of ours. */
export function refuseFileName(name: string): void {
  const isPlain = name === path.basename(name) && !/[\\/\0\p{Cc}]/u.test(name) && !/^\.*$/.test(name)
  if (!isPlain || name.startsWith('.') || name.length > 200 || Buffer.byteLength(name) > 250) throw notAName
}

/** Stops at the first byte too many: nobody fills the memory by sending on. */
export async function readChunk(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of content) {
    size += piece.length
    if (size > chunkBytesMax) {
      throw new Refusal('too_large', {
        zh: `每次最多上传 ${chunkBytesMax / 2 ** 20} MB；请分块上传。`,
        en: `At most ${chunkBytesMax / 2 ** 20} MB in one piece; send the file in pieces.`,
      })
    }
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

function gone(name: string): Refusal {
  return new Refusal('conflict', {
    zh: `服务器上文件 ${name} 已收到的部分不完整；请移除该文件后重新上传。`,
    en: `What has come of ${name} is no longer whole at the server; remove the file and send it anew.`,
  })
}

/** Refuses to hand in what is not on the disk byte for byte as it was counted. */
export async function refuseLost(
  folder: string,
  files: readonly { readonly name: string; readonly bytes: bigint }[],
): Promise<void> {
  for (const { name, bytes } of files) {
    const found = await stat(path.join(folder, name), { bigint: true }).catch(() => null)
    if (found?.size !== bytes) throw gone(name)
  }
}

/** Written at its place and synced: what is counted as received is on the disk. Writing it twice is no harm. */
export async function writeChunk(
  folder: string,
  { name, offset, content }: { readonly name: string; readonly offset: bigint; readonly content: Buffer },
): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = path.join(folder, name)
  const handle = await open(file, 'r+').catch(() => open(file, 'w+', 0o600))
  try {
    const { size } = await handle.stat({ bigint: true })
    if (size < offset) throw gone(name)
    await handle.write(content, 0, content.length, Number(offset))
    await handle.datasync()
  } finally {
    await handle.close()
  }
}

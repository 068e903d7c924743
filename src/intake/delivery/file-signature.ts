import { type FileHandle, open } from 'node:fs/promises'
import { Refusal } from '#base/refusal.ts'
import type { FileFormat } from './delivered-name.ts'

/** The first bytes of formats that people deliver under a wrong name. */
const signatures: readonly (readonly [string, string])[] = [
  ['504b0304', '.zip/.xlsx'],
  ['504b0506', '.zip'],
  ['1f8b', '.gz'],
  ['50415231', '.parquet'],
  ['d0cf11e0a1b11ae1', '.xls/.doc'],
  ['25504446', '.pdf'],
  ['52617221', '.rar'],
  ['377abcaf271c', '.7z'],
  ['89504e470d0a1a0a', '.png'],
  ['ffd8ff', '.jpg'],
  ['7f454c46', 'ELF'],
  ['53514c69746520666f726d6174', 'SQLite'],
]

function notWhatItSays(name: string, actual: string | undefined): Refusal {
  const [zh, en] = actual === undefined ? ['', ''] : [`，而像是 ${actual}`, `; it looks like ${actual}`]
  return new Refusal('unreadable_input', {
    zh: `文件 ${name} 的内容与扩展名不符${zh}；请按实际格式改名或重新导出。`,
    en: `File ${name} is not what its name says${en}; rename it after what it is or export it again.`,
  })
}

async function checkBytes(
  handle: FileHandle,
  name: string,
  { format, isCompressed }: FileFormat,
): Promise<void> {
  const { size } = await handle.stat()
  const read = async (length: number, position: number): Promise<string> => {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, Math.max(0, position))
    return buffer.subarray(0, bytesRead).toString('hex')
  }
  const start = await read(16, 0)
  const actual = signatures.find(([bytes]) => start.startsWith(bytes))?.[1]
  if (format === 'parquet') {
    if (actual !== '.parquet') throw notWhatItSays(name, actual)
    if (size < 12 || (await read(4, size - 4)) !== '50415231') {
      throw new Refusal('unreadable_input', {
        zh: `文件 ${name} 不完整（Parquet 结尾缺失），请重新复制或导出。`,
        en: `File ${name} is truncated (its Parquet footer is missing); copy or export it again.`,
      })
    }
  } else if (format === 'csv' && isCompressed) {
    if (actual !== '.gz') throw notWhatItSays(name, actual)
  } else if (format === 'csv' && actual !== undefined) {
    throw notWhatItSays(name, actual)
  }
}

/** Refuses a file that cannot be opened, or whose first bytes belong to another format than its name. */
export async function checkSignature(file: string, name: string, format: FileFormat): Promise<void> {
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    throw new Refusal('unreadable_input', {
      zh: `文件 ${name} 无法打开（${error.code}），请检查权限。`,
      en: `File ${name} cannot be opened (${error.code}); check its permissions.`,
    })
  })
  try {
    // .xlsx is checked by its reader, which has more to say.
    if (format.format !== 'xlsx') await checkBytes(handle, name, format)
  } finally {
    await handle.close()
  }
}

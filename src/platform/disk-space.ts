import { Refusal } from '#base/refusal.ts'

/** A full disk, as Node says it, as DuckDB does, and as deeper code of ours has already said. */
export function isNoSpace(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof Refusal) return error.code === 'no_space'
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT') return true
  return /no space left on device|disk quota exceeded|max_temp_directory_size/i.test(error.message)
}

export function noSpace(directory: string): Refusal {
  return new Refusal('no_space', {
    zh: `磁盘空间不足，${directory} 写不下结果；请清理磁盘，或用 --out 指定空间更大的位置。`,
    en: `The disk is full: the result does not fit in ${directory}; free some space, or name another place with --out.`,
  })
}

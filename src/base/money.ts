/** Money is an integer number of fen (1/100 yuan) in a bigint, never a float. */

const plainYuan = /^(-?)(\d{1,15})(?:\.(\d{1,2}))?$/

/** `310.5` → 31050n; null for anything but digits, an optional minus and at most two decimals. */
export function fenOfYuan(text: string): bigint | null {
  const match = plainYuan.exec(text)
  if (match === null) return null
  const fen = BigInt(match[2]!) * 100n + BigInt((match[3] ?? '').padEnd(2, '0'))
  return match[1] === '-' ? -fen : fen
}

/** 31050n → `310.50`, the form of every output file. */
export function formatYuan(fen: bigint): string {
  const digits = (fen < 0n ? -fen : fen).toString().padStart(3, '0')
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** 123456789n → `1,234,567.89`, for sentences and pages. */
export function formatYuanGrouped(fen: bigint): string {
  const [yuan, rest] = formatYuan(fen).split('.') as [string, string]
  return `${yuan.replace(/\B(?=(\d{3})+$)/g, ',')}.${rest}`
}

import type { Bilingual, Language } from '#base/bilingual.ts'

/** Everything is Beijing's time, whatever the machine says (platform.md 17). */
const zone = 'Asia/Shanghai'

const parts = new Intl.DateTimeFormat('sv-SE', {
  timeZone: zone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})

/** `2026-11-21 16:05`. @param iso as the API gives it */
export const timeText = (iso: string): string => parts.format(new Date(iso)).slice(0, 16)
export const exactTimeText = (iso: string): string => parts.format(new Date(iso))
export const dayText = (iso: string): string => parts.format(new Date(iso)).slice(0, 10)
export const beijingDay = (now: Date): string => parts.format(now).slice(0, 10)

/** Yuan of fen as digits, never through a float. */
export function yuanText(fen: string): string {
  const isNegative = fen.startsWith('-')
  const digits = fen.replace('-', '').padStart(3, '0')
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',')
  return `${isNegative ? '−' : ''}${whole}.${digits.slice(-2)}`
}

/** Digits in groups of three. */
export const countText = (count: string | number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',')

/** Whole days from today to a day; negative: it has passed. */
export function daysUntil(day: string, today: string): number {
  return Math.round((Date.parse(day) - Date.parse(today)) / 86_400_000)
}

export function sizeText(bytes: number): string {
  if (bytes >= 1_073_741_824) return `${(bytes / 1_073_741_824).toFixed(2)} GB`
  return bytes < 1_048_576
    ? `${Math.max(1, Math.round(bytes / 1_024))} KB`
    : `${(bytes / 1_048_576).toFixed(1)} MB`
}

/** `old_account` → `Old account`, `SOCIAL_CARD` → `Social card`: the standard has Chinese titles only. */
export function humanText(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll('_', ' ')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

export const localeOf: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en' }

/** Titles of the server are written for the middle of a sentence. */
export function asTitle({ zh, en }: Bilingual): Bilingual {
  return { zh, en: en.charAt(0).toUpperCase() + en.slice(1) }
}

import { createHash } from 'node:crypto'

/** RFC 5545, as much as whole days need: the file that other calendars read. */

export interface CalendarEvent {
  /** The same for the same deadline in each file, so that a second import changes instead of doubling. */
  readonly id: string
  /** YYYY-MM-DD */
  readonly day: string
  readonly summary: string
  readonly isDone: boolean
}

/** Section 3.3.11: what separates values is escaped, a line break is written. */
const escaped = (text: string): string =>
  text
    .replaceAll('\\', '\\\\')
    .replaceAll(';', '\\;')
    .replaceAll(',', '\\,')
    .replaceAll(/\r\n|\r|\n/g, '\\n')

const lineBytesMax = 75

/** Section 3.1: a line has at most 75 octets; what follows begins with a space. No character is divided. */
export function folded(line: string): string {
  const lines: string[] = []
  let current = ''
  for (const character of line) {
    const begun = lines.length === 0 ? current : ` ${current}`
    if (Buffer.byteLength(begun + character) > lineBytesMax) {
      lines.push(begun)
      current = ''
    }
    current += character
  }
  lines.push(lines.length === 0 ? current : ` ${current}`)
  return lines.join('\r\n')
}

const dateOf = (day: string): string => day.replaceAll('-', '')

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
}

function stampOf(at: Date): string {
  return `${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`
}

/** @param at when the file was made, as the standard wants it of each event */
export function writeICalendar(name: string, events: readonly CalendarEvent[], at: Date): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Fangxian//Deadlines//ZH',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escaped(name)}`,
    ...events.flatMap(({ id, day, summary, isDone }) => [
      'BEGIN:VEVENT',
      `UID:${createHash('sha256').update(id).digest('hex').slice(0, 32)}@fangxian`,
      `DTSTAMP:${stampOf(at)}`,
      `DTSTART;VALUE=DATE:${dateOf(day)}`,
      `DTEND;VALUE=DATE:${dateOf(dayAfter(day))}`,
      `SUMMARY:${escaped(isDone ? `✓ ${summary}` : summary)}`,
      'TRANSP:TRANSPARENT',
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ]
  return `${lines.map(folded).join('\r\n')}\r\n`
}

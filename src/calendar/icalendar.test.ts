import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { folded, writeICalendar } from './icalendar.ts'

const at = new Date('2026-11-21T12:34:56Z')

describe('a calendar file', () => {
  test('has a whole day for each deadline', () => {
    const event = { id: 'a', day: '2026-12-31', summary: '现场检查达到20%', isDone: false }
    const lines = writeICalendar('防线', [event], at).split('\r\n')
    expect(lines).toContain('DTSTART;VALUE=DATE:20261231')
    expect(lines).toContain('DTEND;VALUE=DATE:20270101')
    expect(lines).toContain('DTSTAMP:20261121T123456Z')
    expect(lines).toContain('SUMMARY:现场检查达到20%')
    expect(lines.at(-1)).toBe('')
  })

  test('gives the same deadline the same name, and another one another', () => {
    const uidOf = (id: string): string =>
      /UID:(.*)/.exec(writeICalendar('x', [{ id, day: '2026-01-01', summary: 's', isDone: true }], at))![1]!
    expect(uidOf('a')).toBe(uidOf('a'))
    expect(uidOf('a')).not.toBe(uidOf('b'))
  })

  test('escapes what separates values, so that a title cannot begin another line', () => {
    const summary = '甲;乙,丙\\丁\r\nEND:VCALENDAR'
    const text = writeICalendar('x', [{ id: 'a', day: '2026-01-01', summary, isDone: false }], at)
    expect(text).toContain('SUMMARY:甲\\;乙\\,丙\\\\丁\\nEND:VCALENDAR\r\n')
    expect(text.match(/^END:VCALENDAR/gm)).toHaveLength(1)
  })

  test('has no line of more than 75 octets, and loses nothing by it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const line = text.replaceAll(/[\r\n]/g, '')
        const lines = folded(line).split('\r\n')
        for (const each of lines) expect(Buffer.byteLength(each)).toBeLessThanOrEqual(75)
        expect(lines.map((each, index) => (index === 0 ? each : each.slice(1))).join('')).toBe(line)
      }),
    )
  })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sanitisedFileName } from './file-name.ts'

test.for([
  ['身份证 扫描件.pdf', 'pdf', '身份证 扫描件.pdf'],
  ['C:\\Users\\li\\report.xlsx', 'xlsx', 'report.xlsx'],
  ['../../etc/passwd', 'txt', 'passwd.txt'],
  ['invoice.pdf.exe', 'zip', 'invoice.zip'],
  ['photo\u202Egpj.exe', 'png', 'photogpj.png'],
  ['', 'pdf', 'attachment.pdf'],
  ['...', 'pdf', 'attachment.pdf'],
  ['.htaccess', 'txt', 'htaccess.txt'],
  ['con.txt', 'txt', 'attachment_con.txt'],
  ['=cmd|calc.csv', 'csv', 'cmd_calc.csv'],
  ['a\r\nSet-Cookie: x.pdf', 'pdf', 'aSet-Cookie_ x.pdf'],
  ['名\u0000字.pdf', 'pdf', '名字.pdf'],
] as const)('%j becomes a safe name', ([name, extension, expected]) => {
  expect(sanitisedFileName(name, extension)).toBe(expected)
})

test('any name becomes one part of a path, short, without control characters, with the extension of its content', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
      const safe = sanitisedFileName(name, 'pdf')
      expect(safe).toMatch(/^[^/\\<>:"|?*\p{Cc}\p{Cf}]+\.pdf$/u)
      expect(safe).not.toMatch(/^[.\s=+@-]/u)
      expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(200)
      expect(safe.isWellFormed()).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

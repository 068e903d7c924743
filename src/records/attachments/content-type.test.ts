import { describe, expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { contentTypeOf } from './content-type.ts'

async function archive(...names: readonly string[]): Promise<Buffer> {
  const zip = new ZipFile()
  for (const name of names) zip.addBuffer(Buffer.from('<x/>'), name)
  zip.end()
  const chunks: Buffer[] = []
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

const compound = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const streamName = (name: string): Buffer => Buffer.from(`${name}\0`, 'utf16le')
const padded = (...parts: readonly Buffer[]): Buffer => Buffer.concat([...parts, Buffer.alloc(600)])
/** The smallest chunk that the library takes for an image. */
const png = Buffer.concat([
  Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex'),
  Buffer.from('0000000a49444154789c6360000000020001e221bc330000000049454e44ae426082', 'hex'),
])

describe('is accepted by its content', () => {
  const cases: readonly (readonly [string, Buffer | Promise<Buffer>])[] = [
    ['pdf', Buffer.from('%PDF-1.7\n1 0 obj\n')],
    ['png', png],
    ['jpg', padded(Buffer.from('ffd8ffe000104a46494600', 'hex'))],
    ['tif', padded(Buffer.from('49492a0008000000', 'hex'))],
    ['docx', archive('[Content_Types].xml', 'word/document.xml')],
    ['xlsx', archive('[Content_Types].xml', 'xl/workbook.xml')],
    ['ofd', archive('OFD.xml', 'Doc_0/Document.xml')],
    ['zip', archive('一.txt', '二.txt')],
    ['xls', padded(compound, Buffer.alloc(504), streamName('Workbook'))],
    ['csv', Buffer.from('姓名,金额\n张三,1\n李四,2\n')],
    // GB18030: 姓名,金额 and 张,1
    ['csv', Buffer.from('d0d5c3fb2cbdf0b6ee0ad5c52c310a', 'hex')],
    ['txt', Buffer.from('情况说明：已核实。\n')],
    ['txt', Buffer.from('c7e9bff6cbb5c3f7', 'hex')],
  ]
  test.for(cases)('%s', async ([type, bytes]) => {
    expect(await contentTypeOf(await bytes)).toBe(type)
  })
})

describe('is refused whatever its name would say', () => {
  const cases: readonly (readonly [string, Buffer | Promise<Buffer>])[] = [
    ['nothing', Buffer.alloc(0)],
    ['a program of Windows', padded(Buffer.from('4d5a900003000000', 'hex'))],
    ['a program of Linux', padded(Buffer.from('7f454c4602010100', 'hex'))],
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['a page after a remark', Buffer.from('hello\n<script>alert(1)</script>')],
    ['a drawing that may run scripts', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['a script', Buffer.from('#!/bin/sh\necho 1\n')],
    ['bytes without a meaning', Buffer.from([0, 1, 2, 3, 250, 251])],
    ['a document with macros', archive('[Content_Types].xml', 'word/document.xml', 'word/vbaProject.bin')],
    ['a workbook with macros', archive('[Content_Types].xml', 'xl/workbook.xml', 'xl/vbaProject.bin')],
    ['slides', archive('[Content_Types].xml', 'ppt/presentation.xml')],
    ['an old document', padded(compound, Buffer.alloc(504), streamName('WordDocument'))],
    ['a torn archive', archive('a.txt').then((bytes) => bytes.subarray(0, bytes.length - 30))],
  ]
  test.for(cases)('%s', async ([, bytes]) => {
    await expect(contentTypeOf(await bytes)).rejects.toMatchObject({ code: 'invalid_input' })
  })
})

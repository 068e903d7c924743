import path from 'node:path'
import PizZip from 'pizzip'
import { beforeAll, expect, test } from 'vitest'
import { packageRoot } from '#platform/config.ts'
import { fillTemplate } from '#platform/docx/fill-template.ts'
import { readTemplateFile } from '#platform/docx/read-template.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { InspectionData } from '../inspection-data.ts'
import { inspectionIn, setUpInspections, storedInspection } from '../test-inspections.ts'
import { documentCodes, documents, documentTags, knownTags } from './document-tags.ts'
import { documentValues } from './document-values.ts'

const database = await testDatabase()

beforeAll(() => setUpInspections(database))

/** The text of a .docx, a line a paragraph. */
function textOf(docx: Buffer): string {
  const xml = new PizZip(docx).file('word/document.xml')!.asText()
  return xml.replace(/<\/w:p>/g, '\n').replace(/<[^>]+>/g, '')
}

const template = (code: (typeof documentCodes)[number]) =>
  readTemplateFile(path.join(packageRoot, 'templates', 'inspections'), documents[code].file)

const values = async () => {
  const { data } = await storedInspection(database, await inspectionIn(database, 'RECTIFYING'))
  return documentValues(InspectionData.parse(data), {
    number: '某局检意〔2026〕1号',
    at: new Date('2026-06-03T01:00:00Z'),
  })
}

test.for(documentCodes)('the %s fills, escapes what people wrote, and leaves no brace', async (code) => {
  const filled = { ...(await values()), 收文: '<某县>' }
  const text = textOf(fillTemplate(await template(code), { name: code, values: filled, tags: knownTags }))
  expect(text).not.toMatch(/[{}]/)
  expect(text).toContain(documents[code].title.zh)
  expect(text).toContain('&lt;某县&gt;')
  expect(text).toContain('2026年6月3日')
})

test('the notice names the team, and the opinion every fact with its money and what is to be done', async () => {
  const filled = await values()
  expect(Object.keys(filled).sort()).toEqual(Object.keys(documentTags).sort())
  const written = async (code: (typeof documentCodes)[number]) =>
    textOf(fillTemplate(await template(code), { name: code, values: filled, tags: knownTags })).replaceAll(
      '\n',
      ' ',
    )
  expect(await written('notice')).toMatch(/supervise1 +组长 +supervise2 +组员/)
  const opinion = await written('opinion')
  expect(opinion).toMatch(/死亡后继续发放.*1,234\.56元/)
  expect(opinion).toMatch(/限期整改 +停发并追回多发待遇 +待遇发放科/)
  expect(opinion).toContain('情况属实，将整改')
  expect(opinion).toMatch(/根据示例市中心检通〔\d{4}〕\d+号/)
})

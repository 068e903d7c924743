import { beforeAll, expect, test } from 'vitest'
import { accessFunctions, extendCatalogue } from '#access/functions/catalogue.ts'
import { inspectionRecordKinds } from '#inspections/inspection-kinds.ts'
import { dayFromNow, doStep, openInspection, setUpInspections } from '#inspections/test-inspections.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { acceptedAnswer } from '#records/test-acting.ts'
import { businessFunctions } from '../business/business-functions.ts'
import { signedIn, type TestBrowser } from '../test-browser.ts'
import { addPerson, startTestServer } from '../test-server.ts'

/** Every address that could tell the unit of an inspection before its notice (src/inspections/inspection-access.ts). */

const database = await testDatabase()
const names = ['supervise1', 'head1', 'auditor1'] as const
type Who = (typeof names)[number]
const browsers = {} as Record<Who, TestBrowser>

beforeAll(async () => {
  await setUpInspections(database)
  const kinds = inspectionRecordKinds()
  // The calendar asks every slice by its own reading.
  const catalogue = extendCatalogue(accessFunctions, businessFunctions)
  const server = await startTestServer(database, { kinds, catalogue })
  for (const name of names) {
    await addPerson(database, { staffId: name })
    browsers[name] = await signedIn(server, name)
  }
})

const from = dayFromNow(-30)
const to = dayFromNow(60)
const lists: Readonly<Record<string, string>> = {
  records: '/api/records/INSPECTION?limit=200',
  'the export of records': '/api/records/INSPECTION/export?format=csv',
  inspections: '/api/inspections?limit=200',
  'what was given up': '/api/inspections?status=CANCELLED',
  'their export': '/api/inspections/export?format=csv',
  'the calendar': `/api/deadlines?from=${from}&to=${to}`,
  'to-dos': '/api/to-dos?list=post',
}

/** Where the inspection, by its number or its subject, is spoken of. */
async function placesOf(who: Who, recordId: string, title: string): Promise<string[]> {
  const browser = browsers[who]
  const places: string[] = []
  for (const [name, address] of Object.entries(lists)) {
    const { status, text } = await browser.get(address)
    // Taking away is a duty of its own.
    if (status !== 200) expect(status, `${name}: ${text}`).toBe(name.includes('export') ? 403 : 200)
    if (text.includes(recordId) || text.includes(title)) places.push(name)
  }
  const sought = await browser.post('/api/search', { query: recordId })
  expect(sought.status, sought.text).toBe(200)
  if ((sought.body.records as unknown[]).length > 0) places.push('search')
  for (const address of [`records/INSPECTION/${recordId}`, `inspections/${recordId}/dossier`]) {
    const { status, text } = await browser.get(`/api/${address}`)
    expect([200, 404], text).toContain(status)
    if (status === 200) places.push(address.split('/').at(0)!)
  }
  return places
}

test('nothing speaks to the unit of an inspection that is prepared or was given up', async () => {
  const title = '不打招呼的检查'
  const recordId = await openInspection(database, { title })
  expect(await placesOf('supervise1', recordId, title)).toEqual([
    ...['records', 'the export of records', 'inspections', 'their export'],
    ...['search', 'records', 'inspections'],
  ])
  for (const who of ['head1', 'auditor1'] as const) expect(await placesOf(who, recordId, title)).toEqual([])
  acceptedAnswer(await doStep(database, { recordId, action: 'cancel' }))
  for (const who of ['head1', 'auditor1'] as const) expect(await placesOf(who, recordId, title)).toEqual([])
})

test('with its notice it is there', async () => {
  const title = '已经通知的检查'
  const recordId = await openInspection(database, { title })
  acceptedAnswer(await doStep(database, { recordId, action: 'issue' }))
  const places = await placesOf('head1', recordId, title)
  expect(places).toEqual(
    expect.arrayContaining(['records', 'inspections', 'the calendar', 'to-dos', 'search']),
  )
})

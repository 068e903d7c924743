import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { extendCatalogue } from '#access/functions/catalogue.ts'
import type { TestDatabase } from '#platform/postgres/test-database.ts'
import {
  type AttachmentService,
  attachmentTurns,
  defaultAttachmentLimits,
} from '#records/attachments/upload-attachment.ts'
import { testCatalogue, testChange } from '#records/test-change.ts'
import { addAccount, setUpKernel } from '#records/test-kernel.ts'
import type { Person } from '#records/test-people.ts'
import { businessFunctions } from '../business/business-functions.ts'
import { codeNow, signedIn, type TestAnswer, type TestBrowser } from '../test-browser.ts'
import { addPerson, startTestServer, type TestServer, testPassword } from '../test-server.ts'

/** Two counties with people, a kind of record, and a browser for each person. */
export interface TestOffice {
  readonly server: TestServer
  readonly browsers: Readonly<Record<Exclude<Person, 'gone'>, TestBrowser>>
}

const staffed = [
  'enter1',
  'enter2',
  'review1',
  'review2',
  'approve1',
  'approve2',
  'both',
  'outsider',
] as const

export async function openOffice(database: TestDatabase): Promise<TestOffice> {
  await setUpKernel(database)
  const folder = mkdtempSync(path.join(tmpdir(), 'fangxian-test-'))
  const attachments: AttachmentService = {
    store: { folder, masterKeys: [{ version: 1, key: randomBytes(32) }] },
    scanner: null,
    limits: { ...defaultAttachmentLimits, fileBytesMax: 100_000 },
    turns: attachmentTurns(),
  }
  const server = await startTestServer(database, {
    kinds: [testChange],
    catalogue: extendCatalogue(testCatalogue, businessFunctions),
    attachments,
  })
  const browsers: Partial<Record<Person, TestBrowser>> = {}
  for (const person of staffed) {
    await addPerson(database, { staffId: person })
    browsers[person] = await signedIn(server, person, { code: codeNow() })
  }
  return { server, browsers: browsers as TestOffice['browsers'] }
}

export const actPath = (recordId?: string): string =>
  recordId === undefined ? '/api/records/TEST_CHANGE/acts' : `/api/records/TEST_CHANGE/${recordId}/acts`

export function sendAct(
  browser: TestBrowser,
  body: Record<string, unknown>,
  given: { recordId?: string; key?: string } = {},
): Promise<TestAnswer> {
  return browser.post(actPath(given.recordId), body, { 'idempotency-key': given.key ?? randomUUID() })
}

/** A change that waits for its review, of an account of its own. */
export async function enterChange(
  database: TestDatabase,
  browser: TestBrowser,
  given: { holder?: string; county?: '990101' | '990102' } = {},
): Promise<{ recordId: string; accountId: string }> {
  const accountId = randomUUID()
  await addAccount(database.owner, accountId, given.county ?? '990101')
  const input = { accountId, holder: given.holder ?? '李小明', amountFen: '12345' }
  const answer = await sendAct(browser, { action: 'enter', input })
  if (answer.status !== 200) throw new Error(answer.text)
  return { recordId: answer.body.record_id as string, accountId }
}

/** As a page does it: the digest of what is shown, the password again, and its id. */
export async function confirmAct(browser: TestBrowser, recordId: string, body: object): Promise<string> {
  const path = `/api/records/TEST_CHANGE/${recordId}/confirmation-digest`
  const { digest } = (await browser.post(path, body)).body
  const offer = (await browser.post('/api/confirmations/options', { digest })).body
  const proof = { method: 'PASSWORD', password: testPassword }
  const answer = await browser.post('/api/confirmations', { challenge_id: offer.challenge_id, proof })
  return answer.body.confirmation_id as string
}

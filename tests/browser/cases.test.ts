import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { ServedCounty, SignedIn } from '../journeys/served-county.ts'
import { acceptStatement } from './case-office.ts'
import {
  approve,
  approvePlan,
  close,
  conclude,
  downloadLetter,
  draftLetter,
  hear,
  issue,
  matchReceipt,
  openCase,
  planRecovery,
  today,
  verify,
  waive,
  writeConclusion,
} from './case-steps.ts'
import { openChromium, type Seat, skipReason } from './open-chromium.ts'
import { screen } from './screened-county.ts'
import { picture, seriousFaults, servedPages, signInAt } from './served-pages.ts'

/**
 * From a finding to a closed case with the money back: an auditor verifies, a leader approves, an accountant matches
 * the money of a statement that a fourth person compared with the bank's own.
 */
interface Office {
  readonly county: ServedCounty
  readonly url: string
  readonly findingId: string
  readonly auditor: SignedIn
  readonly leader: SignedIn
  readonly accountant: SignedIn
  readonly reconciler: SignedIn
  readonly desk: Page
  readonly head: Page
  readonly till: Page
  readonly seats: readonly Seat[]
}

async function openOffice(): Promise<Office> {
  const county = await servedPages()
  const seat = await openChromium()
  await screen(county)
  const { rows } = await county.pool.query<{ finding_id: string }>(
    `select finding_id
    from app.finding
    where rule_code = 'DTH-01' and status = 'OPEN' and open_amount_fen > 0
    order by amount_fen desc, finding_id
    limit 1`,
  )
  const seats = [await seat(), await seat(), await seat()] as const
  return {
    county,
    url: county.serving.url,
    findingId: rows[0]!.finding_id,
    auditor: await county.signIn('稽核内控岗', 'A990101'),
    leader: await county.signIn('经办机构主任', 'A990101'),
    accountant: await county.signIn('会计', 'A990101'),
    reconciler: await county.signIn('财务复核', 'A990101'),
    desk: seats[0].page,
    head: seats[1].page,
    till: seats[2].page,
    seats,
  }
}

async function look(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle')
  await picture(page, `case-${name}`)
  // A picture of the whole page leaves it scrolled: the next click would miss.
  await page.evaluate(() => scrollTo(0, 0))
  expect(await seriousFaults(page), name).toEqual([])
}

/** Its loss as concluded, and what the rows of its findings come to. */
async function lossOf({ county }: Office, caseId: string): Promise<{ loss: string; of_rows: string }> {
  const { rows } = await county.pool.query<{ loss: string; of_rows: string }>(
    `select
      data -> 'conclusion' ->> 'loss_fen' as loss,
      (
        select sum((row ->> 'amount_fen')::bigint)::text
        from jsonb_array_elements(data -> 'findings') as finding, jsonb_array_elements(finding -> 'rows') as row
      ) as of_rows
    from app.record
    where record_id = $1`,
    [caseId],
  )
  return rows[0]!
}

describe.skipIf(skipReason !== null)('a case at the browsers of its people', async () => {
  if (skipReason !== null) return
  const office = await openOffice()
  const { county, url, desk, head, till } = office
  const kept = { caseId: '', loss: '', recoveryPath: '' }

  test('is opened on the finding, verified, and the family is heard', async () => {
    await signInAt(desk, county, office.auditor)
    kept.caseId = await openCase(desk, url, office.findingId)
    await verify(desk, county)
    await hear(desk, county)
    await look(desk, 'statement')
  }, 180_000)

  test('is concluded row by row: the loss is what the rows come to', async () => {
    await signInAt(head, county, office.leader)
    await head.goto(`${url}/cases/${kept.caseId}`)
    await waive(head, office.leader)
    await desk.reload()
    await writeConclusion(desk, county)
    await look(desk, 'conclude')
    await conclude(desk, office.auditor)
    const { loss, of_rows } = await lossOf(office, kept.caseId)
    kept.loss = loss
    expect(BigInt(loss)).toBeGreaterThan(0n)
    expect(loss).toBe(of_rows)
    await head.reload()
    await approve(head, office.leader)
  }, 180_000)

  test('brings the money back: planned, approved, matched to the line of a statement', async () => {
    const amount = `${kept.loss.slice(0, -2)}.${kept.loss.slice(-2)}`
    await desk.reload()
    kept.recoveryPath = await planRecovery(desk, amount)
    await head.goto(url + kept.recoveryPath)
    await approvePlan(head, office.leader)
    const { accountant: importer, reconciler: comparer } = office
    await acceptStatement({ importer, comparer }, { amount, occurred_on: today })
    await signInAt(till, county, office.accountant)
    await till.goto(`${url}/recoveries?tab=lines`)
    await till.getByText('退还多领待遇').waitFor()
    await look(till, 'lines')
    await till.goto(url + kept.recoveryPath)
    await matchReceipt(till)
    await look(till, 'settled')
    await till.goto(`${url}/recoveries`)
    await till.locator('tbody tr[data-row-key]').first().waitFor()
    await look(till, 'recoveries')
  }, 180_000)

  test('sends its letter under a number, and is closed', async () => {
    await desk.goto(`${url}/cases/${kept.caseId}`)
    const letterPath = await draftLetter(desk)
    await head.goto(url + letterPath)
    await issue(head, office.leader)
    await look(head, 'letter')
    await desk.reload()
    const { name, content } = await downloadLetter(desk)
    expect(name).toMatch(/^责令退还告知书 .+稽〔\d{4}〕\d+号\.docx$/)
    expect(content.subarray(0, 2).toString()).toBe('PK')
    await desk.goto(`${url}/cases/${kept.caseId}`)
    await close(desk, office.auditor)
    await look(desk, 'closed')
    await desk.goto(`${url}/cases`)
    await desk.locator('tbody tr[data-row-key]').first().waitFor()
    await look(desk, 'list')
    const { rows } = await county.pool.query<{ status: string }>(
      'select status from app.finding where finding_id = $1',
      [office.findingId],
    )
    expect(rows).toEqual([{ status: 'CONCLUDED' }])
    expect(office.seats.flatMap(({ complaints }) => complaints)).toEqual([])
  }, 180_000)
})

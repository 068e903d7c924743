import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { ServedCounty, SignedIn } from '../journeys/served-county.ts'
import { choose, openTab, press, reached } from './case-office.ts'
import { openChromium, type Seat, skipReason } from './open-chromium.ts'
import { paperOf, sign, today } from './report-steps.ts'
import { picture, seriousFaults, servedPages, signInAt } from './served-pages.ts'

/** An assessment from the figures to the paper: internal audit drafts, the person answers, the head decides. */
interface Office {
  readonly county: ServedCounty
  readonly url: string
  readonly seats: readonly Seat[]
  readonly auditor: SignedIn
  readonly clerk: SignedIn
  readonly leader: SignedIn
}

async function openOffice(): Promise<Office> {
  const county = await servedPages()
  const seat = await openChromium()
  return {
    county,
    url: county.serving.url,
    seats: [await seat(), await seat(), await seat()],
    auditor: await county.signIn('稽核内控岗', 'A990101'),
    clerk: await county.signIn('初审岗', 'A990101'),
    leader: await county.signIn('经办机构主任', 'A990101'),
  }
}

async function look(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle')
  await picture(page, `performance-${name}`)
  expect(await seriousFaults(page), name).toEqual([])
}

async function draft(page: Page, { url, clerk }: Office): Promise<string> {
  await page.goto(`${url}/duties/performance`)
  await page.getByText('单位指标').waitFor()
  await page.getByText(clerk.staffId).first().waitFor()
  await look(page, 'figures')
  // Somebody of the demonstration holds a key post beyond the term: the count opens who.
  await page
    .getByRole('row', { name: /^超期任职/ })
    .getByRole('button')
    .click()
  await page.getByText('计入明细：超期任职').waitFor()
  await page.locator('.ant-drawer tbody tr').first().waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: '拟定考核' }).click()
  await page.getByLabel('被考核人工号').fill(clerk.staffId)
  await page.getByLabel('考核年度').fill(today.slice(0, 4))
  await choose(page, '拟定等次', /^合格$/)
  await page.getByLabel('考核评语').fill('业务熟练，全年无差错。')
  await press(page, '拟定')
  await reached(page, '待本人阅签')
  return new URL(page.url()).pathname
}

describe.skipIf(skipReason !== null)('performance', async () => {
  if (skipReason !== null) return
  const office = await openOffice()
  const { county, url, seats, auditor, clerk, leader } = office
  const [desk, own, head] = seats.map(({ page }) => page) as [Page, Page, Page]

  test('an assessment is drafted, read by the person, decided by the head, and on paper', async () => {
    await signInAt(desk, county, auditor)
    const address = await draft(desk, office)
    await signInAt(own, county, clerk)
    await own.goto(`${url}/duties/assessments`)
    await own.locator('tbody a').first().click()
    await openTab(own, '本人阅签')
    await own.getByLabel(/^陈述意见/).fill('同意评语，希望参加轮岗。')
    await press(own, '本人阅签')
    await reached(own, '待审定')
    await look(own, 'read')
    await signInAt(head, county, leader)
    await head.goto(url + address)
    await openTab(head, '审定')
    await choose(head, '审定等次', /^优秀$/)
    await choose(head, '评先评优', /^可参加/)
    await head.getByLabel('审定意见').fill('同意。')
    await sign(head, leader, '审定', '已审定')
    const { text } = await paperOf(head)
    for (const word of ['优秀', '可参加评先评优', '同意评语，希望参加轮岗。']) expect(text).toContain(word)
    await look(head, 'decided')
    // The person sees it at once, and nobody else of the office does.
    await own.goto(url + address)
    await own.getByText('可参加评先评优').first().waitFor()
    expect(seats.flatMap(({ complaints }) => complaints)).toEqual([])
  }, 240_000)

  test('the form of a payment meeting begins with this month', async () => {
    await desk.goto(`${url}/reports/meetings/new`)
    expect(await desk.getByLabel('所属年月').inputValue()).toBe(today.slice(0, 7))
  }, 60_000)
})

import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { ServedCounty, SignedIn } from '../journeys/served-county.ts'
import { openTab, press, reached } from './case-office.ts'
import { openChromium, type Seat, skipReason } from './open-chromium.ts'
import { callMeeting, draftEvent, paperOf, sign, writeMinutes, writeSection } from './report-steps.ts'
import { picture, seriousFaults, servedPages, signInAt } from './served-pages.ts'

/**
 * A half-year report from the county to the city: what is missing is begun, written beside its figures, approved by the
 * head, filed as a paper, accepted above. Then a major event and the minutes of a payment meeting.
 */
interface Office {
  readonly county: ServedCounty
  readonly url: string
  readonly auditor: SignedIn
  readonly leader: SignedIn
  readonly supervisor: SignedIn
  readonly desk: Page
  readonly head: Page
  readonly above: Page
  readonly seats: readonly Seat[]
  readonly sitInTheDark: () => Promise<Seat>
}

async function openOffice(): Promise<Office> {
  const county = await servedPages()
  const seat = await openChromium()
  const seats = [await seat(), await seat(), await seat()] as const
  return {
    county,
    url: county.serving.url,
    auditor: await county.signIn('稽核内控岗', 'A990101'),
    leader: await county.signIn('经办机构主任', 'A990101'),
    supervisor: await county.signIn('监督员', 'B990100'),
    desk: seats[0].page,
    head: seats[1].page,
    above: seats[2].page,
    seats,
    sitInTheDark: () => seat({ language: 'en', theme: 'dark' }),
  }
}

async function look(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle')
  await picture(page, `reports-${name}`)
  await page.evaluate(() => scrollTo(0, 0))
  expect(await seriousFaults(page), name).toEqual([])
}

/** @returns the report */
async function beginAndSubmit({ desk, url }: Office): Promise<string> {
  await desk.goto(`${url}/reports`)
  await desk.getByText('半年报、年报', { exact: true }).click()
  await look(desk, 'missing')
  await desk
    .getByRole('link', { name: /半年风险防控报告 · 起草报告/ })
    .first()
    .click()
  // The list has a button of the same name.
  await desk.getByRole('heading', { level: 1, name: '起草报告' }).waitFor()
  await press(desk, '起草报告')
  await reached(desk, '起草中')
  await writeSection(desk, '组织部署', '成立领导小组，召开部署会议。')
  await writeSection(desk, '存在问题与建议', '死亡信息共享仍有滞后，建议按月推送。')
  await writeSection(desk, '下一步工作安排', '开展全面自查。')
  await desk.getByText('本系统尚无此项数据').first().waitFor()
  await look(desk, 'drafting')
  await openTab(desk, '报审')
  await press(desk, '报审')
  await reached(desk, '待审签')
  return new URL(desk.url()).pathname
}

async function acceptAbove({ above, supervisor, url }: Office, report: string): Promise<string[]> {
  await above.goto(url + report)
  await openTab(above, '接收')
  await above.getByLabel('意见').fill('已阅，请按月推进死亡数据共享。')
  await sign(above, supervisor, '接收', '上级已接收')
  await look(above, 'accepted')
  await above.goto(`${url}/reports/periodic?status=MISSING`)
  await above.locator('tbody tr[data-row-key]').first().waitFor()
  await look(above, 'who-has-not')
  return above.locator('tbody tr[data-row-key] td:nth-child(3)').allTextContents()
}

async function receiveEvent({ above, url }: Office, event: string): Promise<void> {
  await above.goto(url + event)
  await openTab(above, '上级签收')
  await above.getByLabel('处理意见').fill('请尽快追缴到位。')
  await press(above, '上级签收')
  await above.getByText('请尽快追缴到位。').first().waitFor()
  await look(above, 'event')
  await above.goto(`${url}/reports/major-events`)
  await above.locator('tbody tr[data-row-key]').first().waitFor()
  await look(above, 'events')
  await above.goto(`${url}/reports/major-events?view=unreported`)
  await above.getByText('隐情不报线索').waitFor()
  await look(above, 'unreported')
}

async function lookInEnglish(office: Office, records: readonly (readonly [string, string])[]): Promise<void> {
  const { page, complaints } = await office.sitInTheDark()
  await signInAt(page, office.county, office.supervisor)
  for (const [address, heading] of [
    ['major-events', 'Major events'],
    ['periodic', 'Periodic reports'],
    ['meetings', 'Meetings'],
    ['groups', 'Leading groups'],
  ] as const) {
    await page.goto(`${office.url}/reports/${address}`)
    await page.getByRole('heading', { level: 1, name: heading }).waitFor()
    await look(page, `english-${address}`)
  }
  for (const [address, text] of records) {
    await page.goto(office.url + address)
    await page.getByText(text, { exact: true }).first().waitFor()
    await look(page, `english-${address.split('/').at(-2)!}-one`)
  }
  expect(complaints).toEqual([])
}

describe.skipIf(skipReason !== null)('reports from county to city', async () => {
  if (skipReason !== null) return
  const office = await openOffice()
  const { county, url, desk, head, above, leader } = office
  const kept = { report: '', event: '', meeting: '' }

  test('everybody signs in', async () => {
    await signInAt(desk, county, office.auditor)
    await signInAt(head, county, leader)
    await signInAt(above, county, office.supervisor)
  }, 180_000)

  test('a missing report is begun, written beside its figures, approved and kept as a paper', async () => {
    kept.report = await beginAndSubmit(office)
    await head.goto(url + kept.report)
    await sign(head, leader, '审签报送', '已报送')
    const { name, text } = await paperOf(head)
    expect(name).toMatch(/^\d{4}年[上下]半年半年风险防控报告\.docx$/)
    expect(text).toContain('十四、下一步工作安排')
    expect(text).toContain('死亡信息共享仍有滞后')
    expect(text).toContain('受理举报：本系统尚无此项数据')
  }, 240_000)

  test('the city accepts it, and sees who else has not filed', async () => {
    const units = await acceptAbove(office, kept.report)
    expect(units.filter((unit) => unit.includes('云漳县'))).toEqual([])
    expect(units.length).toBeGreaterThanOrEqual(3)
  }, 180_000)

  test('an event is reported, signed by the head, received above', async () => {
    await desk.goto(`${url}/reports/major-events/new`)
    await draftEvent(desk)
    await look(desk, 'event-form')
    await press(desk, '拟首报')
    await reached(desk, '首报待审签')
    kept.event = new URL(desk.url()).pathname
    await head.goto(url + kept.event)
    await sign(head, leader, '审签上报', '已报告，处置中')
    const { text } = await paperOf(head)
    expect(text).toContain('36,000.00元')
    expect(text).toContain('首报时限')
    await receiveEvent(office, kept.event)
  }, 180_000)

  test('a payment meeting is called, held, and its minutes approved by the chair', async () => {
    await desk.goto(`${url}/reports/meetings/new`)
    await callMeeting(desk, leader.staffId)
    kept.meeting = new URL(desk.url()).pathname
    await writeMinutes(desk)
    await head.goto(url + kept.meeting)
    await sign(head, leader, '审签纪要', '纪要已审签')
    expect((await paperOf(head)).text).toContain('1,250,000.50元')
    await look(head, 'meeting')
    await head.goto(`${url}/reports/decisions`)
    await head.getByText('同意拨付本月企业职工养老金').waitFor()
    await look(head, 'decisions')
    expect(office.seats.flatMap(({ complaints }) => complaints)).toEqual([])
  }, 180_000)

  test('all of it stands in English and in the dark as well', async () => {
    await lookInEnglish(office, [
      [kept.report, 'Accepted above'],
      [kept.event, 'What happened'],
      [kept.meeting, 'Responsible'],
    ])
  }, 240_000)
})

import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { ServedCounty, SignedIn } from '../journeys/served-county.ts'
import { openTab, press, reached } from './case-office.ts'
import {
  answer,
  inspect,
  openInspection,
  proposeOpinion,
  proposePlan,
  rectify,
  sign,
  unitName,
  verify,
} from './inspection-steps.ts'
import { openChromium, type Seat, skipReason } from './open-chromium.ts'
import { picture, seriousFaults, servedPages, signInAt } from './served-pages.ts'

/** From the year's plan to a closed inspection: the city's supervisor and leader, and the head of the county's agency. */
interface Office {
  readonly county: ServedCounty
  readonly url: string
  readonly supervisor: SignedIn
  readonly leader: SignedIn
  readonly unit: SignedIn
  readonly seat: (look?: { language: 'en'; theme: 'dark' }) => Promise<Seat>
  readonly seats: readonly Seat[]
  readonly desk: Page
  readonly head: Page
  readonly office: Page
}

async function openOffice(): Promise<Office> {
  const county = await servedPages()
  const seat = await openChromium()
  const seats = [await seat(), await seat(), await seat()] as const
  return {
    county,
    url: county.serving.url,
    supervisor: await county.signIn('监督员', 'B990100'),
    leader: await county.signIn('分管领导', 'B990100'),
    unit: await county.signIn('经办机构主任', 'A990101'),
    ...{ seat, seats },
    ...{ desk: seats[0].page, head: seats[1].page, office: seats[2].page },
  }
}

async function look(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle')
  await picture(page, `inspection-${name}`)
  // A picture of the whole page leaves it scrolled: the next click would miss.
  await page.evaluate(() => scrollTo(0, 0))
  expect(await seriousFaults(page), name).toEqual([])
}

async function openAndSign({ county, url, desk, head, supervisor, leader }: Office): Promise<string> {
  const named = await county.pool.query<{ name: string }>(
    'select name from app.staff_member where staff_id = $1',
    [supervisor.staffId],
  )
  const path = await openInspection(desk, url, named.rows[0]!.name)
  await head.goto(url + path)
  await sign(head, '签发检查通知书', leader)
  await reached(head, '已发通知')
  await head.getByRole('link', { name: /^检查通知书 .*检通〔\d{4}〕1号\.docx$/ }).waitFor()
  return path
}

async function concludeAndClose({ county, desk, head, office, leader }: Office): Promise<void> {
  await desk.reload()
  await proposeOpinion(desk)
  await head.reload()
  await sign(head, '签发检查意见书', leader)
  await reached(head, '整改中')
  await head.getByRole('link', { name: /^检查意见书 .*检意〔\d{4}〕1号\.docx$/ }).waitFor()
  await office.reload()
  await rectify(office, county)
  await desk.reload()
  await verify(desk)
  await head.reload()
  await sign(head, '办结', leader)
  await reached(head, '已办结，待回头看')
  await head.getByText('目前没有同类疑点。').waitFor()
}

/** Nothing of the pages is left in Chinese but what people wrote, and names of two to four characters. */
async function visitInEnglish({ county, url, seat, supervisor }: Office, path: string): Promise<void> {
  const { page, complaints } = await seat({ language: 'en', theme: 'dark' })
  await signInAt(page, county, supervisor)
  const visited = [
    ['inspections', '/inspections', /^Inspections$/],
    ['new', '/inspections/new?inspected=A990101', /^New inspection$/],
    ['plans', '/inspections/plans', /^Plans$/],
    ['off-site', '/inspections/off-site', /^Off-site supervision$/],
    ['page', path, /^养老保险待遇发放专项检查$/],
  ] as const
  for (const [name, address, heading] of visited) {
    await page.goto(url + address)
    await page.getByRole('heading', { level: 1, name: heading }).waitFor()
    await look(page, `dark-${name}`)
    const words = await page
      .locator('th, button, .ant-tabs-tab, .ant-descriptions-item-label')
      .allTextContents()
    const foreign = words.filter(
      (word) => /\p{Script=Han}/u.test(word) && !/中文|^\p{Script=Han}{2,4}$/u.test(word),
    )
    expect(foreign, name).toEqual([])
  }
  expect(complaints).toEqual([])
}

describe.skipIf(skipReason !== null)('an inspection at the browsers of its people', async () => {
  if (skipReason !== null) return
  const given = await openOffice()
  const { county, url, desk, head, office } = given
  const kept = { path: '' }

  test('the year is planned with a fifth on site, and a leader approves', async () => {
    await signInAt(desk, county, given.supervisor)
    const plan = await proposePlan(desk, url)
    await signInAt(head, county, given.leader)
    await head.goto(url + plan)
    await look(head, 'plan')
    await sign(head, '同意', given.leader)
    await reached(head, '执行中')
  }, 300_000)

  test('the team is named, a leader signs the notice, and the server writes it', async () => {
    kept.path = await openAndSign(given)
  }, 300_000)

  test('it is begun, interviews and facts are recorded, and the unit is heard', async () => {
    await desk.reload()
    await inspect(desk, county)
    await look(desk, 'under-way')
    await openTab(desk, '告知事实并听取意见')
    await press(desk, '告知事实并听取意见')
    await reached(desk, '听取意见')
    await signInAt(office, county, given.unit)
    await office.goto(url + kept.path)
    // The unit is offered what is the unit's, and nothing of the team's.
    expect(await office.getByRole('tab', { name: '提出检查意见' }).count()).toBe(0)
    await answer(office)
  }, 300_000)

  test('a second person signs the opinion, and what it asks is put right and verified', async () => {
    await concludeAndClose(given)
    await look(head, 'closed')
  }, 300_000)

  test('the plan shows the fifth as reached, and the lists lead there', async () => {
    await desk.goto(`${url}/inspections/plans`)
    await desk.getByText('已达到').waitFor()
    await desk.getByRole('row', { name: unitName }).getByText('已现场检查').waitFor()
    await look(desk, 'coverage')
    await desk.goto(`${url}/inspections?status=CLOSED`)
    await desk.getByRole('link', { name: '养老保险待遇发放专项检查' }).waitFor()
    await look(desk, 'list')
    await desk.goto(`${url}/inspections/off-site`)
    await desk.getByRole('link', { name: unitName }).waitFor()
    await look(desk, 'off-site')
    expect(given.seats.flatMap(({ complaints }) => complaints)).toEqual([])
  }, 300_000)

  test('the same in English and dark has no word left over', async () => {
    await visitInEnglish(given, kept.path)
  }, 300_000)
})

import { describe, expect, test } from 'vitest'
import type { ServedCounty, SignedIn } from '../journeys/served-county.ts'
import { type Look, openChromium, type Seat, skipReason } from './open-chromium.ts'
import { picture, seriousFaults, servedPages, signInAt } from './served-pages.ts'

interface Touring {
  readonly county: ServedCounty
  readonly seat: (look?: Look) => Promise<Seat>
  readonly person: SignedIn
}

async function leaveAndResume({ county, seat, person }: Touring): Promise<void> {
  const { page, complaints } = await seat()
  page.setDefaultTimeout(120_000)
  await signInAt(page, county, person)
  await page.getByRole('button', { name: '五分钟导览' }).click()
  await page.getByText('每天从这里开始').waitFor()
  await picture(page, 'tour-zh-light')
  await page.getByRole('button', { name: '下一步' }).click()
  for (const place of ['overview', 'calendar', 'findings']) {
    await page.waitForURL(`**/${place}`)
    if (place !== 'findings') await page.getByRole('button', { name: '下一步' }).click()
  }
  await page.getByText('筛查发现的疑点').waitFor()
  await page.waitForLoadState('networkidle')
  expect(await seriousFaults(page)).toEqual([])
  await page.reload()
  await page.getByRole('button', { name: /继续导览（4\/\d+）/ }).click()
  await page.getByText('筛查发现的疑点').waitFor()
  expect(complaints).toEqual([])
}

async function tourToTheEnd({ county, seat, person }: Touring): Promise<void> {
  const { page, complaints } = await seat({ language: 'en', theme: 'dark' })
  page.setDefaultTimeout(120_000)
  await signInAt(page, county, person)
  await page.getByRole('button', { name: 'Five-minute tour' }).click()
  await page.getByText('Begin the day here').waitFor()
  const visited: string[] = []
  for (let step = 0; step < 20; step += 1) {
    visited.push(new URL(page.url()).pathname)
    const end = page.getByRole('button', { name: 'End the tour' })
    if ((await end.count()) > 0) {
      expect(await seriousFaults(page)).toEqual([])
      await picture(page, 'tour-end-en-dark')
      await end.click()
      break
    }
    await page.getByRole('button', { name: 'Next', exact: true }).click()
    await page.waitForLoadState('networkidle')
  }
  expect(visited).toContain('/authority')
  expect(visited).not.toContain('/findings')
  await page.getByRole('button', { name: 'The tour again' }).waitFor()
  expect(complaints).toEqual([])
}

/** One box from everywhere, by keyboard alone; and the tour, which can be left and gone on with. */
describe.skipIf(skipReason !== null)('the shell', async () => {
  if (skipReason !== null) return
  const county = await servedPages()
  const seat = await openChromium()
  const auditor = await county.signIn('稽核内控岗')
  const officer = await county.signIn('安全管理员')
  const { rows } = await county.pool.query<{ person_id: string; id_number: string }>(
    `select person.person_id, person.id_number
    from register.person
    inner join app.staff_member on staff_member.staff_id = $1
    inner join app.agency on agency.agency_id = staff_member.agency_id
    inner join app.region on region.region = person.region
    where region.path @> array[agency.region]
    order by person.person_id
    limit 1`,
    [auditor.staffId],
  )
  const person = rows[0]!

  test('finds a person by id number, masked, and opens it with the keyboard', async () => {
    const { page, complaints } = await seat()
    page.setDefaultTimeout(120_000)
    await signInAt(page, county, auditor)
    await page.keyboard.press('/')
    const box = page.getByRole('combobox', { name: '全局查找' })
    await box.fill('疑点')
    await page.getByRole('option', { name: '疑点', exact: true }).waitFor()
    await box.fill(person.id_number)
    const hit = page.getByRole('option').filter({ hasText: person.person_id }).first()
    await hit.waitFor()
    expect(await hit.textContent()).toContain('********')
    expect(await page.getByRole('listbox').textContent()).not.toContain(person.id_number)
    expect(await seriousFaults(page)).toEqual([])
    await picture(page, 'search-zh-light')
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/profiles/person/${person.person_id}`)
    await page.keyboard.press('Control+k')
    await box.fill('没有这样的东西')
    await page.getByText('没有找到“没有这样的东西”').waitFor()
    await box.fill('DTH-01')
    await page.getByRole('option', { name: /DTH-01/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL('**/rules/DTH-01')
    expect(complaints).toEqual([])
  }, 300_000)

  test(
    'shows the tour of one’s own pages, which is left and gone on with',
    () => leaveAndResume({ county, seat, person: auditor }),
    300_000,
  )

  test(
    'shows an officer other pages, in English and dark, to the end',
    () => tourToTheEnd({ county, seat, person: officer }),
    300_000,
  )
})

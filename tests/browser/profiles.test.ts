import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { ServedCounty, SignedIn } from '../journeys/served-county.ts'
import { openChromium, skipReason } from './open-chromium.ts'
import { screen } from './screened-county.ts'
import { picture, seriousFaults, servedPages, signInAt } from './served-pages.ts'

const everyLook = [
  { language: 'zh', theme: 'light' },
  { language: 'en', theme: 'dark' },
  { language: 'zh', theme: 'dark' },
  { language: 'en', theme: 'light' },
] as const
/** The rest with `npm run test:deep` (platform.md 16). */
const looks = process.env.FANGXIAN_DEPTH === 'deep' ? everyLook : everyLook.slice(0, 2)

const chinese = /\p{Script=Han}/u

async function drawn(page: Page, charts: number): Promise<void> {
  await page.waitForFunction(
    (least) => document.querySelectorAll('[data-drawn=true] canvas').length >= least,
    charts,
  )
}

interface Known {
  readonly person_id: string
  readonly name: string
  readonly id_number: string
  readonly account_number: string
  readonly employer_id: string
}

/** Somebody paid into an account that another person has, too, where there is one. */
async function somebody({ pool }: ServedCounty): Promise<Known> {
  const { rows } = await pool.query<Known>(`
    select person.person_id, person.name, person.id_number, payee_account.account_number, enrolment.employer_id
    from register.payee_account
    inner join register.person using (person_id)
    inner join register.enrolment using (person_id)
    where
      enrolment.employer_id is not null
      and exists (select from register.payment where payment.person_id = person.person_id)
    order by
      (
        select count(*)
        from register.payee_account as other
        where other.account_number = payee_account.account_number
      ) desc,
      (
        select count(*)
        from app.finding
        where finding.subject_kind = 'person' and finding.subject_id = person.person_id
      ) desc,
      person.person_id
    limit 1
  `)
  return rows[0]!
}

interface Office {
  readonly county: ServedCounty
  readonly seat: Awaited<ReturnType<typeof openChromium>>
  readonly auditor: SignedIn
  readonly person: Known
}

async function openOffice(): Promise<Office> {
  const county = await servedPages()
  await screen(county)
  const seat = await openChromium()
  return { county, seat, auditor: await county.signIn('稽核内控岗'), person: await somebody(county) }
}

const office = skipReason === null ? await openOffice() : null

describe.skipIf(office === null)('the pages of profiles', () => {
  if (office === null) return
  const { county, seat, auditor, person } = office
  const headOf = (page: Page) => page.getByRole('heading', { level: 1 })

  test.for(looks)(
    'are complete in $language and $theme',
    async (look, { expect: expectHere }) => {
      const { page, complaints } = await seat(look)
      await signInAt(page, county, auditor)
      const isChinese = look.language === 'zh'
      const faults: unknown[] = []
      const see = async (name: string, charts: number): Promise<void> => {
        await drawn(page, charts)
        await page.waitForLoadState('networkidle')
        await picture(page, `profile-${name}-${look.language}-${look.theme}`)
        faults.push(...(await seriousFaults(page)).map((fault) => ({ name, ...fault })))
        if (isChinese) return
        const words = await page
          .locator('h2, th, .ant-card-head-title, .ant-descriptions-item-label')
          .allTextContents()
        faults.push(...words.filter((word) => chinese.test(word)).map((word) => ({ name, word })))
      }
      await page.goto(`${county.serving.url}/profiles`)
      await headOf(page)
        .filter({ hasText: isChinese ? '对象画像' : 'Profiles' })
        .waitFor()
      await page.locator('#content').getByRole('textbox').fill(person.id_number)
      await page.keyboard.press('Enter')
      await page.locator('.chart-table a').first().waitFor()
      await see('search', 0)
      await page.locator('.chart-table a').first().click()
      await page.waitForURL(`**/profiles/person/${person.person_id}`)
      await see('person', 3)
      await page.goto(`${county.serving.url}/profiles/employer/${person.employer_id}`)
      await see('employer', 1)
      await page.goto(`${county.serving.url}/profiles/staff/${auditor.staffId}`)
      await headOf(page).waitFor()
      await see('staff', 0)
      await page.goto(`${county.serving.url}/profiles/person/${person.person_id}`)
      await page.getByRole('button', { name: isChinese ? /^发放账户/ : /^Payee account/ }).click()
      await page.locator('.chart-table a[href^="/profiles/account/"]').first().click()
      await page.waitForURL('**/profiles/account/**')
      await see('account', 2)
      expectHere([...faults, ...complaints]).toEqual([])
    },
    180_000,
  )
})

describe.skipIf(office === null)('a profile', () => {
  if (office === null) return
  const { county, seat, auditor, person } = office

  test('is found, seen masked, shown in full for a reason, and never in an address', async () => {
    const { page, complaints } = await seat()
    const secrets = [person.name, person.id_number, person.account_number]
    const asked: string[] = []
    page.on('request', (request) => asked.push(decodeURIComponent(request.url())))
    await signInAt(page, county, auditor)
    await page.getByRole('link', { name: '对象画像', exact: true }).click()
    await page.locator('#content').getByRole('textbox').fill(person.name.slice(0, 1))
    await page.locator('#content').getByRole('button', { name: '查找' }).click()
    await page.getByText('至少 2 个字符').waitFor()
    await page.locator('#content').getByRole('textbox').fill(person.id_number)
    await page.locator('#content').getByRole('button', { name: '查找' }).click()
    await page.locator('.chart-table a').first().click()
    await drawn(page, 3)
    const shownText = async (): Promise<string> => (await page.locator('#content').textContent()) ?? ''
    expect(secrets.filter((secret) => secret !== '' && secret.length > 1)).toHaveLength(3)
    const masked = await shownText()
    expect(secrets.filter((secret) => masked.includes(secret))).toEqual([])

    // The table of a chart, its lanes in the address, and back.
    await page.getByRole('button', { name: /^发放账户/ }).click()
    expect(new URL(page.url()).search).toBe('?lane=ACCOUNT')
    await page.reload()
    await page.getByRole('columnheader', { name: '银行账号' }).waitFor()
    const axis = page.getByRole('region', { name: '时间轴', exact: true })
    await axis.getByText('表', { exact: true }).click()
    expect(await axis.getByRole('row').count()).toBeGreaterThan(3)
    const links = page.getByRole('region', { name: '关联', exact: true })
    await links.getByText('表', { exact: true }).click()
    const link = links.getByRole('link').last()
    await link.focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(
      (url) => url.pathname.startsWith('/profiles/') && !url.pathname.endsWith(person.person_id),
    )
    await page.goBack()
    await drawn(page, 1)

    await page.getByRole('button', { name: '查看完整信息' }).click()
    await page.getByLabel('查看理由（留痕）').fill('与本人核对账户')
    await page.getByRole('dialog').getByRole('button', { name: '查看完整信息' }).click()
    await page.getByText('正在显示完整信息，已留痕').waitFor()
    const full = await shownText()
    expect(secrets.slice(0, 2).filter((secret) => !full.includes(secret))).toEqual([])
    await page.reload()
    await page.getByText('个人信息已脱敏').waitFor()

    expect(asked.filter((url) => secrets.some((secret) => url.includes(secret)))).toEqual([])
    const { rows: seen } = await county.pool.query<{ outcome: string }>(
      `select distinct leaf::jsonb ->> 'outcome' as outcome
      from app.trail_entry
      where leaf::jsonb ->> 'record' = $1 and leaf::jsonb ->> 'actor' = $2
      order by 1`,
      [person.person_id, auditor.staffId],
    )
    expect(seen.map(({ outcome }) => outcome)).toEqual(['ACCEPTED', 'VIEWED'])
    expect(complaints).toEqual([])
  }, 180_000)

  test('that is not there says so, and so does one of another kind', async () => {
    const { page } = await seat()
    await signInAt(page, county, auditor)
    await page.goto(`${county.serving.url}/profiles/person/NOBODY`)
    await page.getByRole('alert').waitFor()
    await page.goto(`${county.serving.url}/profiles/batch/B1`)
    await page.getByText('没有这个页面').first().waitFor()
  }, 60_000)
})

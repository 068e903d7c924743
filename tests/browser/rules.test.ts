import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { beijingDayOf } from '#access/moment.ts'
import { formatDay } from '#base/calendar-math.ts'
import { everyRule } from '#rules/every-rule.ts'
import { actOn } from '../journeys/acting.ts'
import type { ServedCounty, SignedIn } from '../journeys/served-county.ts'
import { openChromium, type Seat, skipReason } from './open-chromium.ts'
import { screen } from './screened-county.ts'
import { picture, seriousFaults, servedPages, signInAt } from './served-pages.ts'

const everyLook = [
  { language: 'zh', theme: 'light' },
  { language: 'en', theme: 'dark' },
  { language: 'zh', theme: 'dark' },
  { language: 'en', theme: 'light' },
] as const
const looks = process.env.FANGXIAN_DEPTH === 'deep' ? everyLook : everyLook.slice(0, 2)

interface Office {
  readonly county: ServedCounty
  readonly seat: Awaited<ReturnType<typeof openChromium>>
  readonly auditor: SignedIn
  /** Of the province, whose rules they are. */
  readonly policy: SignedIn
  readonly head: SignedIn
}

async function openOffice(): Promise<Office> {
  const county = await servedPages()
  await screen(county)
  return {
    county,
    seat: await openChromium(),
    auditor: await county.signIn('稽核内控岗', 'A990101'),
    policy: await county.signIn('政策科', 'B990000'),
    head: await county.signIn('局长', 'B990000'),
  }
}

const office = skipReason === null ? await openOffice() : null

async function at(
  place: string,
  who: 'auditor' | 'policy' | 'head' = 'auditor',
  look: Parameters<Office['seat']>[0] = {},
): Promise<Seat> {
  const { county, seat } = office!
  const sitting = await seat(look)
  await signInAt(sitting.page, county, office![who])
  await sitting.page.goto(county.serving.url + place)
  await sitting.page.getByRole('heading', { level: 1 }).waitFor()
  return sitting
}

const rowsOf = (page: Page) => page.locator('tbody tr[data-row-key]')
const findings = async (): Promise<unknown> =>
  (
    await office!.county.pool.query(
      `select count(*), sum(amount_fen), max(last_found_at) as last_found_at from app.finding`,
    )
  ).rows[0]

/** Parts of a rule's page, by what stands on each. */
const tabs = ['text', 'parameters', 'runs', 'trial', 'sql'] as const

describe.skipIf(office === null)('the pages of rules', () => {
  test.for(looks)(
    'are complete in $language and $theme',
    async (look, { expect: expectHere }) => {
      const { page, complaints } = await at('/rules', 'auditor', look)
      await rowsOf(page).first().waitFor()
      expectHere(await rowsOf(page).count()).toBe(everyRule.length)
      await picture(page, `rules-${look.language}-${look.theme}`)
      expectHere(await seriousFaults(page)).toEqual([])
      for (const tab of tabs) {
        await page.goto(`${office!.county.serving.url}/rules/ACC-04/${tab}`)
        await page.locator('.ant-card, .table-frame').first().waitFor()
        await page.waitForLoadState('networkidle')
        await picture(page, `rule-${tab}-${look.language}-${look.theme}`)
        expectHere(await seriousFaults(page), tab).toEqual([])
        if (look.language !== 'en') continue
        const words = await page
          .locator('h1, h2, th[scope=col], button, label, .ant-tabs-tab')
          .allInnerTexts()
        expectHere(
          words.filter((word) => /\p{Script=Han}/u.test(word) && !/^\p{Script=Han}{2,4}$/u.test(word.trim())),
          tab,
        ).toEqual([])
      }
      expectHere(complaints).toEqual([])
    },
    300_000,
  )

  test('are found by words, family and level, which stand in the address', async () => {
    const { page } = await at('/rules?q=%E6%9C%8D%E5%88%91')
    await expect.poll(() => rowsOf(page).count()).toBeLessThan(5)
    await page.getByRole('link', { name: 'PRS-01' }).click()
    await page.waitForURL(/\/rules\/PRS-01$/)
    await page.getByRole('tab', { name: '查询语句' }).click()
    await page.waitForURL(/\/rules\/PRS-01\/sql$/)
    await page.getByText('from payment').first().waitFor()
    await page.goBack()
    await page.getByText('为什么查').waitFor()
    await page.goto(`${office!.county.serving.url}/rules/XYZ-99`)
    await page.getByText('没有这条规则').waitFor()
  }, 180_000)

  test('offer no change and no trial to whoever may not', async () => {
    const auditor = await at('/rules/DTH-01/parameters')
    await auditor.page.getByText('grace_months').waitFor()
    expect(await auditor.page.getByRole('link', { name: '变更参数 grace_months' }).count()).toBe(0)
    const policy = await at('/rules/DTH-01/trial', 'policy')
    await policy.page.getByText('试算由稽核、监督').waitFor()
    expect(await policy.page.getByRole('button', { name: '开始试算' }).count()).toBe(0)
  }, 180_000)
})

describe.skipIf(office === null)('a parameter', () => {
  test('is tried by an auditor: counted and compared, and no finding moves', async () => {
    const before = await findings()
    const { page, complaints } = await at('/rules/DTH-01/trial')
    const agency = page.getByLabel('数据所属机构')
    await agency.click()
    const { rows } = await office!.county.pool.query(
      `select name from app.agency where agency_id = 'A990101'`,
    )
    await agency.fill(rows[0].name)
    await page.locator('.ant-select-item-option', { hasText: rows[0].name }).click()
    await page.getByLabel('试算名称').fill('放宽六个月')
    await page.getByLabel('grace_months').fill('6')
    await page.getByRole('button', { name: '开始试算' }).click()
    await page.waitForURL(/\?run=/)
    await page.getByText('有差异的对象').waitFor({ timeout: 120_000 })
    const trial = page.locator('tbody tr', { hasText: '放宽六个月' })
    expect(await trial.innerText()).toContain('grace_months=6')
    expect(await trial.innerText()).toMatch(/减少 \d+|变化 [1-9]/)
    await picture(page, 'rule-trial-done')
    expect(await seriousFaults(page)).toEqual([])
    expect(await findings()).toEqual(before)
    expect(complaints).toEqual([])
  }, 240_000)

  test('is changed by two people of the province, from its day on', async () => {
    const { county, head } = office!
    const { page, complaints } = await at('/rules/DTH-01/parameters', 'policy')
    await page.getByRole('link', { name: '变更参数 grace_months' }).click()
    await page.waitForURL(/\/handling\/ORDER_RULE_PARAMETER/)
    const today = formatDay(beijingDayOf(new Date()))
    expect(await page.getByLabel('规则参数').inputValue()).toBe('DTH-01.grace_months')
    await page.getByLabel('新值').fill('2')
    await page.getByLabel('起始日期').fill(today)
    await page.getByLabel('起始日期').press('Enter')
    await page.getByLabel('依据材料号').fill('基监〔2026〕7号')
    await page.getByLabel('申请原因').fill('死亡信息交换滞后')
    const file = path.join(county.folder, '变更依据.pdf')
    await writeFile(file, '%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n')
    await page.locator('input[type=file]').setInputFiles(file)
    await page.getByText('变更依据.pdf').waitFor()
    await page.getByRole('button', { name: /^录\s*入$/ }).click()
    await page.waitForURL(/\/records\/ORDER_RULE_PARAMETER\/[0-9a-f-]+$/)
    await page.locator('table.changes').getByText('grace_months').waitFor()
    await picture(page, 'rule-parameter-order')
    const recordId = page.url().split('/').at(-1)!
    const opened = await head.browser.get(`/api/records/ORDER_RULE_PARAMETER/${recordId}`)
    const approved = await actOn(
      head,
      { kind: 'ORDER_RULE_PARAMETER', recordId },
      { action: 'approve', version: opened.body.version, input: { reason: null }, attachments: [] },
    )
    expect(approved.status, approved.text).toBe(200)
    await page.goto(`${county.serving.url}/rules/DTH-01/parameters`)
    await page.getByText('执行中').waitFor()
    const [values, history] = [page.locator('table.plain').first(), page.locator('table.plain').last()]
    expect(await values.locator('tbody tr').innerText()).toMatch(/0\s+2/)
    expect(await history.locator('tbody tr').innerText()).toContain(today)
    await picture(page, 'rule-parameters-changed')
    await page.getByRole('tab', { name: '说明与依据' }).click()
    await page.getByText('宽限 2 个月').waitFor()
    expect(complaints).toEqual([])
  }, 240_000)
})

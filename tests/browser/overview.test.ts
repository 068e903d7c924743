import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { packageRoot } from '#platform/config.ts'
import { ensureWeb } from '#server/web/ensure-web.ts'
import { type ServedCounty, type SignedIn, servedCounty } from '../journeys/served-county.ts'
import { openChromium, type Seat, skipReason } from './open-chromium.ts'
import { picture, seriousFaults, signInAt } from './served-pages.ts'

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
  readonly supervisor: SignedIn
  readonly ofCounty: SignedIn
  readonly officer: SignedIn
}

async function openOffice(): Promise<Office> {
  const web = await ensureWeb({ root: packageRoot, say: () => undefined })
  const county = await servedCounty({ web, history: { persons: 500 } })
  return {
    county,
    seat: await openChromium(),
    supervisor: await county.signIn('监督员', 'B990000'),
    ofCounty: await county.signIn('稽核内控岗', 'A990101'),
    officer: await county.signIn('系统管理员', 'A990101'),
  }
}

const office = skipReason === null ? await openOffice() : null

async function atOverview(
  query = '',
  who: 'supervisor' | 'ofCounty' = 'supervisor',
  look: Parameters<Office['seat']>[0] = {},
): Promise<Seat> {
  const { county, seat } = office!
  const sitting = await seat(look)
  await signInAt(sitting.page, county, office![who])
  await sitting.page.goto(`${county.serving.url}/overview${query}`)
  await sitting.page.locator('.figure').first().waitFor()
  return sitting
}

async function one<Row>(text: string): Promise<Row> {
  return (await office!.county.pool.query(text)).rows[0] as Row
}

const figure = (page: Page, title: string): Promise<string> =>
  page.locator('.figure', { hasText: title }).locator('.figure-value').innerText()

/** The lazily loaded drawings: three of findings, and what there is of cases, money and precision. */
async function drawn(page: Page): Promise<void> {
  await expect
    .poll(() => page.locator('[data-drawn=true]').count(), { timeout: 30_000 })
    .toBeGreaterThanOrEqual(4)
  await page.waitForLoadState('networkidle')
}

describe.skipIf(office === null)('the risk overview', () => {
  test.for(looks)(
    'is complete in $language and $theme',
    async (look, { expect: expectHere }) => {
      const { page, complaints } = await atOverview('', 'supervisor', look)
      await drawn(page)
      await picture(page, `overview-${look.language}-${look.theme}`)
      expectHere(await seriousFaults(page)).toEqual([])
      if (look.language === 'en') {
        const words = await page.locator('h1, h2, th[scope=col], button, label').allInnerTexts()
        expectHere(
          words.filter((word) => /\p{Script=Han}/u.test(word) && !/^\p{Script=Han}{2,4}$/u.test(word.trim())),
        ).toEqual([])
      }
      expectHere(complaints).toEqual([])
    },
    240_000,
  )

  test('says what the rows come to, and each number opens what it counts', async () => {
    const { page, complaints } = await atOverview()
    const sum = await one<{ findings: string; open: string }>(
      `select count(*)::text as findings, sum(open_amount_fen)::text as open from app.finding
      where snoozed_until is null or snoozed_until < current_date`,
    )
    expect((await figure(page, '疑点')).replaceAll(',', '')).toBe(sum.findings)
    expect((await figure(page, '待核查金额')).replace(/[,.]/g, '')).toBe(sum.open)
    const rules = page.getByRole('region', { name: '按规则' })
    await rules.getByText('表', { exact: true }).click()
    const row = rules.locator('tbody tr', { hasText: 'DTH-01' })
    const counted = await row.locator('td').nth(1).innerText()
    await row.getByRole('link').click()
    await page.waitForURL(/\/findings\?rule=DTH-01$/)
    await page.locator('tbody tr[data-row-key]').first().waitFor()
    expect(await page.locator('tbody tr[data-row-key]').count()).toBe(Math.min(50, Number(counted)))
    expect(complaints).toEqual([])
  }, 180_000)

  test('goes from tile to tile down to a county and back, with its filters in the address', async () => {
    const { page } = await atOverview('?level=1&by=count')
    const tiles = page.getByRole('region', { name: '按地区' })
    const nameOf = async (region: string): Promise<string> =>
      (await one<{ name: string }>(`select name from app.region where region = '${region}'`)).name
    await tiles.getByRole('link', { name: `进入${await nameOf('990100')}` }).click()
    await page.waitForURL((url) => url.search === '?level=1&by=count&region=990100')
    await tiles.getByRole('link', { name: `进入${await nameOf('990101')}` }).click()
    await page.waitForURL(/region=990101/)
    const inCounty = await one<{ count: string }>(
      `select count(*)::text as count from app.finding
      where level = 1 and exists (
        select from app.region where region = any (finding.regions) and path @> '{990101}'
      ) and (snoozed_until is null or snoozed_until < current_date)`,
    )
    await expect.poll(() => figure(page, '疑点')).toBe(inCounty.count)
    await tiles.getByRole('link', { name: '全部地区' }).click()
    await page.waitForURL((url) => url.search === '?level=1&by=count')
    await page.goBack()
    await page.waitForURL(/region=990101/)
    await page.getByRole('button', { name: '清除条件' }).click()
    await page.waitForURL((url) => url.search === '?by=count')
  }, 180_000)
})

describe.skipIf(office === null)('the overview', () => {
  test('by keyboard: a month of the chart is a link of its table', async () => {
    const { page } = await atOverview('?level=1')
    const trend = page.getByRole('region', { name: '按首次发现月份' })
    await trend.locator('input[type=radio]').first().focus()
    await page.keyboard.press('ArrowRight')
    const link = trend.locator('tbody tr').first().getByRole('link').first()
    const month = await link.innerText()
    await link.focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/findings\?/)
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
      level: '1',
      first_month_from: month,
      first_month_to: month,
    })
  }, 180_000)

  test('a file has what is shown, on record', async () => {
    const { page } = await atOverview('?level=1', 'ofCounty')
    const downloading = page.waitForEvent('download')
    await page.getByRole('button', { name: /导出/ }).click()
    await page.getByRole('menuitem', { name: 'CSV' }).click()
    const file = await readFile((await (await downloading).path())!, 'utf8')
    const shown = (await figure(page, '疑点')).replaceAll(',', '')
    expect(file).toMatch(new RegExp(`^疑点合计,,[^\\n]*,${shown},`, 'm'))
    expect(file).toContain('按规则')
    const { rowCount } = await office!.county.pool.query(
      `select from app.trail_entry where leaf like '%"overview"%' and leaf like '%EXPORTED%'`,
    )
    expect(rowCount).toBe(1)
  }, 180_000)

  test('is not for somebody who reads no business, and says so; another county’s region is not found', async () => {
    const { county, seat, officer, ofCounty } = office!
    const sitting = await seat()
    await signInAt(sitting.page, county, officer)
    await sitting.page.goto(`${county.serving.url}/overview`)
    await sitting.page.getByRole('alert').first().waitFor()
    expect(await sitting.page.locator('.figure').count()).toBe(0)
    expect(await sitting.page.getByRole('link', { name: '风险总览' }).count()).toBe(0)
    const other = await seat()
    await signInAt(other.page, county, ofCounty)
    await other.page.goto(`${county.serving.url}/overview?region=990102`)
    await other.page.getByRole('alert').filter({ hasText: '未找到' }).first().waitFor()
  }, 180_000)

  test('on paper has every part whole, and no menu', async () => {
    const { page } = await atOverview()
    await drawn(page)
    await page.emulateMedia({ media: 'print' })
    await picture(page, 'overview-paper')
    expect(await page.locator('.shell-side').isVisible()).toBe(false)
    expect(await page.locator('.filters').isVisible()).toBe(false)
    expect(await page.locator('.figure').first().isVisible()).toBe(true)
  }, 180_000)
})

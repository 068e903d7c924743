import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { ServedCounty, SignedIn } from '../journeys/served-county.ts'
import { choose, openTab, press, reached } from './case-office.ts'
import { type Look, openChromium, type Seat, skipReason } from './open-chromium.ts'
import { screen } from './screened-county.ts'
import { picture, seriousFaults, servedPages, signInAt } from './served-pages.ts'

/** Cases of a real screening: in bulk, two people at one of them, and how every page looks in the other language. */

async function openCases(county: ServedCounty, auditor: SignedIn, count: number): Promise<string[]> {
  const { rows } = await county.pool.query<{ finding_id: string }>(
    `select finding_id
    from app.finding
    where rule_code = 'DTH-01' and status = 'OPEN' and open_amount_fen > 0
    order by finding_id
    limit $1`,
    [count],
  )
  const items = rows.map(({ finding_id }) => ({
    ...{ record_id: null, action: 'open', version: null, idempotency_key: randomUUID() },
    input: { finding_ids: [finding_id], reason: '筛查发现' },
  }))
  const answer = await auditor.browser.post('/api/cases/triage', { items })
  const results = answer.body.items as { record_id: string | null; refusal: unknown }[]
  expect(results.map(({ refusal }) => refusal)).toEqual(items.map(() => null))
  return results.map(({ record_id }) => record_id!)
}

const chinese = /\p{Script=Han}/u

/** What a translator would have to have written; names of people and places are data. */
async function untranslated(page: Page): Promise<string[]> {
  const words = await page.evaluate(() => {
    const places =
      'h1, main th, main button, main label, legend, .ant-card-head-title, .ant-tabs-tab, .ant-steps-item-title, .ant-descriptions-item-label, .ant-alert, .ant-tag'
    return [...document.querySelectorAll(places)].map((each) => (each.textContent ?? '').trim())
  })
  return words.filter((word) => chinese.test(word))
}

async function openOffice() {
  const county = await servedPages()
  const seat = await openChromium()
  await screen(county)
  const auditor = await county.signIn('稽核内控岗', 'A990101')
  const sit = async (look: Look = {}): Promise<Seat> => {
    const own = await seat(look)
    await signInAt(own.page, county, auditor)
    return own
  }
  return { county, url: county.serving.url, sit, cases: await openCases(county, auditor, 3) }
}
type Office = Awaited<ReturnType<typeof openOffice>>

async function chooseAll(page: Page): Promise<void> {
  await page.locator('tbody tr[data-row-key]').nth(2).waitFor()
  await page.locator('thead input[type=checkbox]').check()
}

async function inBulk({ url, sit, cases }: Office): Promise<void> {
  const { page, complaints } = await sit()
  await page.goto(`${url}/cases?is_open=true`)
  await chooseAll(page)
  await page.getByText('已选 3 件').waitFor()
  await press(page, '分派')
  await page.getByLabel('核查人', { exact: true }).click()
  // Escape, as `choose` has it, would close the form above the list.
  await page.locator('.ant-select-item-option').filter({ hasText: '在办' }).first().click()
  await press(page, '提交 3 件')
  await page.getByText('3 件已办理，0 件未办理').waitFor()
  await press(page, '关闭')
  await page.goto(`${url}/cases/${cases[0]}`)
  await openTab(page, '开始核查')
  await press(page, '开始核查')
  await reached(page, '核查中')
  await page.goto(`${url}/cases?is_open=true`)
  await chooseAll(page)
  await press(page, '开始核查')
  await press(page, '提交 3 件')
  await page.getByText('2 件已办理，1 件未办理').waitFor()
  await picture(page, 'case-bulk')
  expect(await seriousFaults(page)).toEqual([])
  expect(complaints).toEqual([])
}

async function twoAtOne({ county, url, sit, cases }: Office): Promise<void> {
  const [first, second] = [await sit(), await sit()]
  for (const { page } of [first, second]) {
    await page.goto(`${url}/cases/${cases[1]}`)
    await openTab(page, '登记工作底稿')
    await page.getByLabel('核查内容').fill('查看系统')
    await page.getByLabel('核查结果').fill('属实')
    await choose(page, '核查方式', '查看系统')
    await page.getByLabel('核查日期', { exact: true }).fill('2026-01-05')
    await page.keyboard.press('Enter')
  }
  await press(first.page, '登记工作底稿')
  await first.page.getByText('工作底稿 (1)').waitFor()
  await press(second.page, '登记工作底稿')
  await second.page.getByText('工作底稿 (1)').waitFor()
  const { rows } = await county.pool.query<{ papers: number }>(
    `select jsonb_array_length(data -> 'papers') as papers from app.record where record_id = $1`,
    [cases[1]],
  )
  expect(rows).toEqual([{ papers: 1 }])
}

async function asFiltered({ url, sit }: Office): Promise<void> {
  const { page } = await sit()
  await page.goto(`${url}/cases?level=3`)
  await page.getByText('没有符合条件的记录').waitFor()
  await page.goto(`${url}/cases?level=1&sort=-amount_fen`)
  await page.locator('tbody tr[data-row-key]').first().waitFor()
  const shown = await page.locator('tbody tr[data-row-key]').count()
  const waiting = page.waitForEvent('download')
  await page.getByRole('button', { name: '导出' }).click()
  await page.getByText('CSV', { exact: true }).click()
  const lines = (await readFile(await (await waiting).path(), 'utf8')).trimEnd().split('\n')
  expect(lines.length).toBe(shown + 1)
  expect(lines[0]).toContain('案件编号')
}

async function inFull({ url, sit, cases }: Office): Promise<void> {
  const { page } = await sit()
  await page.goto(`${url}/cases/${cases[2]}`)
  await page
    .locator('.code')
    .getByText(/\*{6,}/)
    .first()
    .waitFor()
  await press(page, '查看完整信息')
  await page.getByLabel('查看理由（留痕）').fill('核对发放明细')
  await page.getByRole('dialog').getByRole('button', { name: '查看完整信息' }).click()
  await page.getByText('正在显示完整信息，已留痕').waitFor()
  expect(
    await page
      .locator('.code')
      .getByText(/\*{6,}/)
      .count(),
  ).toBe(0)
}

async function inEnglish({ url, sit, cases }: Office): Promise<void> {
  const { page, complaints } = await sit({ language: 'en', theme: 'dark' })
  const faults: unknown[] = []
  const id = cases[1]!
  for (const [name, path] of [
    ['list', '/cases'],
    ['case', `/cases/${id}`],
    ['conclude', `/cases/${id}/conclude`],
    ['new-letter', `/cases/${id}/letters/new`],
    ['lines', '/recoveries?tab=lines'],
  ] as const) {
    await page.goto(url + path)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.waitForLoadState('networkidle')
    await picture(page, `case-${name}-en-dark`)
    faults.push(...(await seriousFaults(page)).map((fault) => ({ name, ...fault })))
    faults.push(...(await untranslated(page)).map((word) => ({ name, word })))
  }
  expect(faults).toEqual([])
  expect(complaints).toEqual([])
}

describe.skipIf(skipReason !== null)('cases', async () => {
  if (skipReason !== null) return
  const office = await openOffice()

  test('are assigned and begun in bulk, each with its own answer', () => inBulk(office), 180_000)

  test(
    'with two people at one of them: the second is told, and sees what there is',
    () => twoAtOne(office),
    180_000,
  )

  test('are exported as they are filtered', () => asFiltered(office), 120_000)

  test('are shown in full only with a reason', () => inFull(office), 120_000)

  test('look right in English and in the dark, the forms beside them too', () => inEnglish(office), 180_000)
})

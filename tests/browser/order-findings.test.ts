import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { accountChangeInput, actOn, pensionersOf, prisonListUpTo, upload } from '../journeys/acting.ts'
import { openChromium, skipReason } from './open-chromium.ts'
import { picture, seriousFaults, servedPages, signInAt } from './served-pages.ts'

/** An order whose check hits leaves a finding: each page leads to the other. */
describe.skipIf(skipReason !== null)('an order and what its check found', async () => {
  if (skipReason !== null) return
  const county = await servedPages()
  const seat = await openChromium()
  const enterer = await county.signIn('初审岗')
  const auditor = await county.signIn('稽核内控岗')
  const officer = await county.signIn('安全管理员')
  await prisonListUpTo(county, 'current_date')
  const [first, second] = await pensionersOf(county)
  const input = accountChangeInput(first!, second!.account_number)
  const attachments = [{ id: await upload(enterer), purpose: 'APPLICATION' }]
  const entered = await actOn(
    enterer,
    { kind: 'ORDER_ACCOUNT_CHANGE' },
    { action: 'enter', input, attachments },
  )
  const recordId = entered.body.record_id as string

  async function foundBy(): Promise<string> {
    for (;;) {
      const { rows } = await county.pool.query<{ finding_id: string }>(
        `select finding_id
        from app.finding
        where rule_code = 'ACC-01' and sources @> '{ORDER}'
        order by finding_id`,
      )
      if (rows[0] !== undefined) return rows[0].finding_id
      await wait(500)
    }
  }

  test('lead to each other, in both languages', { timeout: 600_000 }, async () => {
    const findingId = await foundBy()
    for (const look of [
      { language: 'zh', theme: 'light' },
      { language: 'en', theme: 'dark' },
    ] as const) {
      const { page, complaints } = await seat(look)
      page.setDefaultTimeout(120_000)
      const isChinese = look.language === 'zh'
      await signInAt(page, county, auditor)
      await page.goto(`${county.serving.url}/records/ORDER_ACCOUNT_CHANGE/${recordId}`)
      const findings = page.locator('.ant-card', {
        hasText: isChinese ? '检查发现的疑点' : 'Findings of its checks',
      })
      await findings.last().getByRole('link').first().waitFor()
      expect(await seriousFaults(page)).toEqual([])
      await picture(page, `order-with-finding-${look.language}-${look.theme}`)
      await page.locator(`a[href="/findings/${findingId}"]`).first().click()
      const orders = page.locator('.ant-card', { hasText: isChinese ? '相关业务单' : 'Orders it came up in' })
      const back = orders.last().locator(`a[href="/records/ORDER_ACCOUNT_CHANGE/${recordId}"]`)
      await back.waitFor()
      await page
        .getByText(isChinese ? '按业务单' : 'as the order has it')
        .first()
        .waitFor()
      expect(await seriousFaults(page)).toEqual([])
      await picture(page, `finding-of-order-${look.language}-${look.theme}`)
      await back.click()
      await page.waitForURL(/\/records\/ORDER_ACCOUNT_CHANGE\//)
      await page.locator('a[href^="/profiles/persons/"]').first().waitFor()
      expect(complaints).toEqual([])
    }
  })

  test('and the matrix of duties goes out as a workbook', { timeout: 600_000 }, async () => {
    const { page } = await seat()
    page.setDefaultTimeout(120_000)
    await signInAt(page, county, officer)
    await page.goto(`${county.serving.url}/authority/conflicts`)
    await page.getByRole('button', { name: '导出' }).click()
    const saving = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: /xlsx|Excel/i }).click()
    const file = await saving
    await file.saveAs('dist/screenshots/conflicts.xlsx')
    expect(file.suggestedFilename()).toBe('不相容岗位矩阵.xlsx')
    await picture(page, 'conflicts-export')
  })
})

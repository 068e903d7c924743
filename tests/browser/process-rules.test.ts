import { describe, expect, test } from 'vitest'
import { processRules } from '#rules/process/process-rules.ts'
import { openChromium, skipReason } from './open-chromium.ts'
import { picture, seriousFaults, servedPages, signInAt } from './served-pages.ts'

const county = skipReason === null ? await servedPages() : null

describe.skipIf(county === null)('the rules about work', () => {
  test('a supervisor has them asked, sees how each came out, and opens a rule', async () => {
    const supervisor = await county!.signIn('监督员', 'B990000')
    const seat = await openChromium()
    const { page } = await seat({ language: 'zh', theme: 'light' })
    await signInAt(page, county!, supervisor)
    await page.goto(`${county!.serving.url}/rules`)
    await page.getByRole('link', { name: '流程规则' }).click()
    await page.getByRole('heading', { level: 1, name: '流程规则' }).waitFor()
    await expect.poll(() => page.locator('tbody tr[data-row-key]').count()).toBe(processRules.length)
    await page.getByRole('button', { name: '立即运行' }).click()
    await page.getByText('已运行，结果如下。').waitFor({ timeout: 60_000 })
    await page.locator('tr[data-row-key="WF-11"]').getByText('本系统尚无举报记录', { exact: true }).waitFor()
    expect(await page.getByText('运行出错').count()).toBe(0)
    await picture(page, 'process-rules-zh-light')
    expect(await seriousFaults(page)).toEqual([])
    await page.locator('tr[data-row-key="WF-17"]').getByRole('link', { name: 'WF-17' }).click()
    await page.getByRole('heading', { level: 1, name: /WF-17 审批环节跳过/ }).waitFor()
    await picture(page, 'process-rule-page')
  })

  test('and in English at night', async () => {
    const supervisor = await county!.signIn('监督员', 'B990000')
    const seat = await openChromium()
    const { page } = await seat({ language: 'en', theme: 'dark' })
    await signInAt(page, county!, supervisor)
    await page.goto(`${county!.serving.url}/rules/process`)
    await page.getByRole('heading', { level: 1, name: 'Rules about work' }).waitFor()
    await expect.poll(() => page.locator('tbody tr[data-row-key]').count()).toBe(processRules.length)
    await picture(page, 'process-rules-en-dark')
    expect(await seriousFaults(page)).toEqual([])
  })
})

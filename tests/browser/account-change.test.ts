import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { accountChangeInput, pensionersOf, prisonListUpTo, reportedDead } from '../journeys/acting.ts'
import { attach, fillIn, openForm } from './filling.ts'
import { openChromium, skipReason } from './open-chromium.ts'
import { picture, seriousFaults, servedPages, signInAt } from './served-pages.ts'

/**
 * What two people of an agency do at two browsers: one enters a change of account, the other opens it, sees what
 * changes and what was checked, confirms with the password, and the pension goes to the new account.
 */
describe.skipIf(skipReason !== null)('an account change at two browsers', async () => {
  if (skipReason !== null) return
  const county = await servedPages()
  const seat = await openChromium()
  const handler = await county.signIn('初审岗')
  const reviewer = await county.signIn('复核岗')
  const newAccount = '6217000000000002'

  test('is entered by one, reviewed by another, and written', async () => {
    await prisonListUpTo(county, 'current_date')
    const pensioner = (await pensionersOf(county))[0]!
    const first = await seat()
    await signInAt(first.page, county, handler)
    await openForm(first.page)
    await fillIn(first.page, accountChangeInput(pensioner, newAccount))
    await checkFirst(first.page)
    await first.page.getByRole('button', { name: /^录\s*入$/ }).click()
    await first.page.getByText('请上传账户变更申请及身份证件').waitFor()
    await attach(county, first.page)
    await first.page.getByRole('button', { name: /^录\s*入$/ }).click()
    await first.page.getByText('待复核', { exact: true }).first().waitFor()
    await first.page.getByRole('heading', { level: 1 }).waitFor()
    const address = new URL(first.page.url()).pathname
    expect(address).toMatch(/^\/records\/ORDER_ACCOUNT_CHANGE\//)
    await first.page.getByText('当前不能办理的环节').click()
    await first.page.getByText('须由他人进行').first().waitFor()
    expect(await seriousFaults(first.page)).toEqual([])
    await picture(first.page, 'journey-entered')

    const second = await seat()
    await signInAt(second.page, county, reviewer)
    await second.page.getByRole('link', { name: '复核审批', exact: true }).click()
    await second.page
      .getByRole('button', { name: /^领\s*取$/ })
      .first()
      .click()
    await second.page.getByRole('link', { name: '复核待遇账号变更' }).first().click()
    await second.page.getByText('变更对比').waitFor()
    expect(await second.page.locator('table.changes').count()).toBeGreaterThan(0)
    await second.page.getByText('校验结果').waitFor()
    expect(await seriousFaults(second.page)).toEqual([])
    await picture(second.page, 'journey-review')
    await second.page.getByRole('tab', { name: '复核', exact: true }).click()
    await second.page.getByRole('button', { name: /^复\s*核$/ }).click()
    await second.page.getByLabel('登录口令').fill('not the password')
    await second.page.getByRole('button', { name: '确认并提交' }).click()
    await second.page.getByRole('alert').filter({ hasText: '口令' }).waitFor()
    await second.page.getByLabel('登录口令').fill(reviewer.password)
    await second.page.getByRole('button', { name: '确认并提交' }).click()
    await second.page.getByText('已生效', { exact: true }).first().waitFor()
    await picture(second.page, 'journey-done')
    const { rows } = await county.pool.query(
      `select account_number
      from register.payee_account
      where person_id = $1 and valid_to is null
      order by account_number`,
      [pensioner.person_id],
    )
    expect(rows).toEqual([{ account_number: newAccount }])
    expect([...first.complaints, ...second.complaints]).toEqual([])
  }, 120_000)

  test('of somebody reported dead is refused on the page with its reason, and what was typed stays', async () => {
    const { page, complaints } = await seat()
    await signInAt(page, county, handler)
    await openForm(page)
    await fillIn(page, accountChangeInput(await reportedDead(county), '6217000000000000'))
    await page.getByRole('button', { name: '先行检查' }).click()
    await page.getByRole('status').getByRole('alert').filter({ hasText: '死亡' }).waitFor()
    // What was checked is no longer what stands there.
    await page.getByLabel('新账号').fill('6217000000000001')
    await page.getByText('先行检查结果').waitFor({ state: 'detached' })
    await page.getByLabel('新账号').fill('6217000000000000')
    await attach(county, page)
    await page.getByRole('button', { name: /^录\s*入$/ }).click()
    await page.getByRole('alert').filter({ hasText: '死亡' }).waitFor()
    expect(await page.getByLabel('新账号').inputValue()).toBe('6217000000000000')
    await picture(page, 'journey-refused')
    expect(complaints).toEqual([])
  }, 120_000)
})

/** Before anything is attached or submitted. */
async function checkFirst(page: Page): Promise<void> {
  await page.getByRole('button', { name: '先行检查' }).click()
  await page.getByText('可以提交，提交后状态：待复核').waitFor()
  expect(await page.locator('table.changes').count()).toBeGreaterThan(0)
  expect(await seriousFaults(page)).toEqual([])
  await picture(page, 'journey-rehearsed')
}

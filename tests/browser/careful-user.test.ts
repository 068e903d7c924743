import { describe, expect, test } from 'vitest'
import { accountChangeInput, pensionersOf, prisonListUpTo } from '../journeys/acting.ts'
import { attach, enterButton, fillIn, openForm } from './filling.ts'
import { openChromium, skipReason } from './open-chromium.ts'
import { servedPages, signInAt } from './served-pages.ts'

/** What goes wrong in an office: nothing is lost, and nothing is done twice. */
describe.skipIf(skipReason !== null)('a careful user', async () => {
  if (skipReason !== null) return
  const county = await servedPages()
  const seat = await openChromium()
  const handler = await county.signIn('初审岗')
  await prisonListUpTo(county, 'current_date')
  const pensioners = await pensionersOf(county)

  async function orders(): Promise<number> {
    const { rowCount } = await county.pool.query(`select from app.record where kind = 'ORDER_ACCOUNT_CHANGE'`)
    return rowCount ?? 0
  }

  test('clicks twice and enters once', async () => {
    const before = await orders()
    const { page } = await seat()
    await signInAt(page, county, handler)
    await openForm(page)
    await fillIn(page, accountChangeInput(pensioners[2]!, '6217000000000012'))
    await attach(county, page)
    await enterButton(page).dblclick()
    await page.getByText('变更对比').waitFor()
    expect(await orders()).toBe(before + 1)
  }, 120_000)

  test('loses the connection and nothing that was typed, then submits it once', async () => {
    const before = await orders()
    const { page, context } = await seat()
    await signInAt(page, county, handler)
    await openForm(page)
    await fillIn(page, accountChangeInput(pensioners[3]!, '6217000000000013'))
    await attach(county, page)
    await context.setOffline(true)
    await enterButton(page).click()
    await page.getByRole('alert').filter({ hasText: '无法连接服务器' }).waitFor()
    expect(await page.getByLabel('新账号').inputValue()).toBe('6217000000000013')
    await context.setOffline(false)
    await enterButton(page).click()
    await page.getByText('变更对比').waitFor()
    expect(await orders()).toBe(before + 1)
  }, 120_000)

  test('is signed out while writing, signs in above the page and goes on', async () => {
    const { page, context } = await seat()
    await signInAt(page, county, handler)
    await openForm(page)
    await fillIn(page, accountChangeInput(pensioners[4]!, '6217000000000014'))
    await attach(county, page)
    await context.clearCookies()
    await enterButton(page).click()
    await page.getByRole('dialog').getByText('登录已失效').waitFor()
    await page.getByRole('dialog').getByLabel('口令').fill(handler.password)
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^登\s*录$/ })
      .click()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    expect(await page.getByLabel('新账号').inputValue()).toBe('6217000000000014')
    await enterButton(page).click()
    await page.getByText('变更对比').waitFor()
  }, 120_000)

  test('opens a page that is not for him by its address, and is told so', async () => {
    const { page } = await seat()
    await signInAt(page, county, handler)
    await page.goto(`${county.serving.url}/trail`)
    await page.getByRole('alert').waitFor()
    expect(await page.getByRole('link', { name: '留痕', exact: true }).count()).toBe(0)
    await page.goto(`${county.serving.url}/no/such/page`)
    await page.getByText('没有这个页面').waitFor()
  }, 60_000)
})

import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { openChromium, skipReason } from './open-chromium.ts'
import { picture, seriousFaults, servedPages, signInAt } from './served-pages.ts'

/**
 * An auditor's month: files are chosen, the connection is lost and comes back, the page is reloaded, a file that the
 * standard does not know is mapped, the delivery is handed in, screened, and its rejected rows are corrected.
 */
describe.skipIf(skipReason !== null)('a delivery', async () => {
  if (skipReason !== null) return
  const county = await servedPages()
  const seat = await openChromium()
  const auditor = await county.signIn('稽核内控岗')
  const delivered = path.join(county.folder, 'county', 'delivery')

  async function csv(table: string): Promise<string> {
    return readFile(path.join(delivered, `${table}.csv`), 'utf8')
  }

  async function begin(page: Page, title: string): Promise<string> {
    await page.goto(`${county.serving.url}/deliveries?begin=true`)
    await page.getByLabel('名称').fill(title)
    await page.getByRole('dialog').getByRole('button', { name: '新建交付' }).click()
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
    return new URL(page.url()).pathname
  }

  async function choose(page: Page, name: string, content: string | Buffer): Promise<void> {
    const file = path.join(county.folder, name)
    await writeFile(file, content)
    await page.locator('input[type=file]').setInputFiles(file)
  }

  test('goes from the first file to its quality, and says what it rejected', async () => {
    const { page, complaints } = await seat()
    await signInAt(page, county, auditor)
    await page.getByRole('link', { name: '数据', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: '数据' }).waitFor()
    await picture(page, 'deliveries-empty')
    const address = await begin(page, '十月数据')
    await choose(page, 'person.csv', await csv('person'))
    const payments = await csv('payment')
    const bad = payments.split('\n')[1]!.replace(/\d+\.\d\d/, '很多钱').replace(/^[^,]+/, 'L-BAD')
    await choose(page, 'payment.csv', `${payments.trimEnd()}\n${bad}\n`)
    await page.getByText('2 / 2 个文件已传完').waitFor()
    await page.getByRole('cell', { name: '参保人员 person' }).waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await picture(page, 'delivery-receiving')
    await page.getByRole('button', { name: '提交并筛查' }).click()
    await page.getByRole('tooltip').getByRole('button', { name: '提交并筛查' }).click()
    await page.getByText('导入与筛查').waitFor()
    await picture(page, 'delivery-running')
    await page.getByText('下载退回的行').waitFor({ timeout: 60_000 })
    await page.getByText('不是金额 1').waitFor()
    await page.getByText('已完成').first().waitFor({ timeout: 60_000 })
    expect(await seriousFaults(page)).toEqual([])
    await picture(page, 'delivery-quality')
    const saving = page.waitForEvent('download')
    await page.getByRole('button', { name: '下载退回的行' }).click()
    expect(await readFile(await (await saving).path(), 'utf8')).toContain('很多钱')

    await page.getByRole('button', { name: '更正后补充交付' }).click()
    await page.getByRole('dialog').waitFor()
    expect(await page.getByLabel('名称').inputValue()).toBe('十月数据（更正）')
    await page.getByRole('dialog').getByRole('button', { name: '新建交付' }).click()
    await page.getByRole('heading', { level: 1, name: '十月数据（更正）' }).waitFor()
    await page.getByRole('link', { name: address.slice(-12) }).waitFor()

    await page.goto(county.serving.url + address)
    await page.getByRole('link', { name: '查看运行' }).first().click()
    await page.getByText('各规则结果').waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await picture(page, 'run-done')
    await page.getByRole('link', { name: '筛查', exact: true }).first().click()
    await page.getByRole('heading', { level: 1, name: '筛查' }).waitFor()
    await picture(page, 'runs')
    expect(complaints).toEqual([])
  }, 180_000)
})

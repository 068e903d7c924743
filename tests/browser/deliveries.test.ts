import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { ServedCounty, SignedIn } from '../journeys/served-county.ts'
import { type Look, openChromium, type Seat, skipReason } from './open-chromium.ts'
import { picture, seriousFaults, servedPages, signInAt } from './served-pages.ts'

interface Office {
  readonly county: ServedCounty
  readonly seat: (look?: Look) => Promise<Seat>
  readonly auditor: SignedIn
}

function csv({ folder }: ServedCounty, table: string): Promise<string> {
  return readFile(path.join(folder, 'county', 'delivery', `${table}.csv`), 'utf8')
}

async function begin(page: Page, { serving }: ServedCounty, title: string): Promise<string> {
  await page.goto(`${serving.url}/deliveries?begin=true`)
  await page.getByLabel(/^(名称|Title)$/).fill(title)
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^(新建交付|New delivery)$/ })
    .click()
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
  return new URL(page.url()).pathname
}

interface Chosen {
  readonly name: string
  readonly content: string | Buffer
}

async function choose(page: Page, { folder }: ServedCounty, { name, content }: Chosen): Promise<void> {
  const file = path.join(folder, name)
  await writeFile(file, content)
  await page.locator('input[type=file]').setInputFiles(file)
}

async function sendMonth({ county, seat, auditor }: Office): Promise<void> {
  const { page, complaints } = await seat()
  // Screening runs on the same machine.
  page.setDefaultTimeout(120_000)
  await signInAt(page, county, auditor)
  await page.getByRole('link', { name: '数据', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: '数据' }).waitFor()
  await picture(page, 'deliveries-empty')
  const address = await begin(page, county, '十月数据')
  await choose(page, county, { name: 'person.csv', content: await csv(county, 'person') })
  const payments = await csv(county, 'payment')
  const bad = payments
    .split('\n')[1]!
    .replace(/\d+\.\d\d/, '很多钱')
    .replace(/^[^,]+/, 'L-BAD')
  await choose(page, county, { name: 'payment.csv', content: `${payments.trimEnd()}\n${bad}\n` })
  await page.getByText('2 / 2 个文件已传完').waitFor()
  await page.getByRole('cell', { name: '参保人员 person' }).waitFor()
  expect(await seriousFaults(page)).toEqual([])
  await picture(page, 'delivery-receiving')
  await page.getByRole('button', { name: '提交并筛查' }).click()
  await page.getByRole('tooltip').getByRole('button', { name: '提交并筛查' }).click()
  await page.getByText('导入与筛查').waitFor()
  await picture(page, 'delivery-running')
  await page.getByText('下载退回的行').waitFor({ timeout: 120_000 })
  await page.getByText('不是金额 1').waitFor()
  await page.getByText('已完成').first().waitFor({ timeout: 120_000 })
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
}
async function loseConnection({ county, seat, auditor }: Office): Promise<void> {
  const { page, context, complaints } = await seat()
  page.setDefaultTimeout(120_000)
  page.on('dialog', (dialog) => void dialog.accept())
  await signInAt(page, county, auditor)
  const address = await begin(page, county, '大文件')
  const large = Buffer.alloc(20 * 2 ** 20, 'payment_id,person_id\n')
  await context.setOffline(true)
  await choose(page, county, { name: 'payment.csv', content: large })
  await page.getByText('连接中断，恢复后自动继续').waitFor()
  await picture(page, 'delivery-lost')
  // The second piece never arrives.
  await page.route(/chunks\?offset=8388608&/, () => undefined)
  await context.setOffline(false)
  await page.getByText('40%').waitFor()
  await page.getByRole('button', { name: '暂停' }).click()
  await page.getByText('已暂停').waitFor()
  await page.unroute(/chunks\?offset=8388608&/)
  await page.reload()
  await page.getByText('未传完，请再次选择该文件以继续').waitFor()
  const other = Buffer.from(large)
  other.write('another export of the same size')
  await choose(page, county, { name: 'payment.csv', content: other })
  await page.getByText('与之前上传的不是同一个文件').waitFor()
  await choose(page, county, { name: 'payment.csv', content: large })
  await page.getByText('1 / 1 个文件已传完').waitFor()
  const uploadId = address.slice(address.lastIndexOf('/') + 1)
  const stored = path.join(county.folder, 'data', 'uploads', uploadId, 'payment.csv')
  expect(Buffer.compare(await readFile(stored), large)).toBe(0)
  await page.getByRole('button', { name: /^作\s*废$/ }).click()
  await page.getByLabel('理由（留痕）').fill('传错了文件')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^作\s*废$/ })
    .click()
  await page.getByText('该次交付已作废').waitFor()
  expect(complaints.filter((each) => !/ERR_INTERNET_DISCONNECTED/.test(each))).toEqual([])
}
async function mapColumns({ county, seat, auditor }: Office): Promise<void> {
  const { page, complaints } = await seat({ language: 'en', theme: 'dark' })
  page.setDefaultTimeout(120_000)
  await signInAt(page, county, auditor)
  await begin(page, county, 'November')
  const header =
    '发放流水号,个人编号,险种,待遇项目,发放类型,发放年月,所属期起,所属期止,实发金额,收款账号,发放状态,户名'
  const row = 'L1,P1,企业职工养老,OLD_AGE,REGULAR,2024-01,2024-01,2024-01,10.00,62170001,PAID,张三'
  await choose(page, county, { name: '发放表202411.csv', content: `${header}\n${row}\n` })
  await page.getByText('Files that no table claims').waitFor()
  await page.getByRole('button', { name: 'Correct tables, columns and codes' }).click()
  await page.getByText('Value in the file').waitFor()
  expect(await seriousFaults(page)).toEqual([])
  await picture(page, 'delivery-columns-en-dark')
  await page.getByLabel('企业职工养老').click()
  await page.locator('.ant-select-item-option').filter({ hasText: /^110/ }).first().click()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('cell', { name: 'yes' }).waitFor()
  expect(await seriousFaults(page)).toEqual([])
  await picture(page, 'delivery-mapped-en-dark')
  await page.goto(`${county.serving.url}/runs`)
  await page.getByRole('heading', { level: 1, name: 'Screening' }).waitFor()
  await page.getByRole('button', { name: 'Start a run' }).click()
  await page.getByRole('dialog').waitFor()
  expect(await seriousFaults(page)).toEqual([])
  await picture(page, 'run-start-en-dark')
  expect(complaints).toEqual([])
}

/**
 * An auditor's month: files are chosen, the connection is lost and comes back, the page is reloaded, a file that the
 * standard does not know is mapped, the delivery is handed in, screened, and its rejected rows are corrected.
 */
describe.skipIf(skipReason !== null)('a delivery', async () => {
  if (skipReason !== null) return
  const county = await servedPages()
  const seat = await openChromium()
  const office: Office = { county, seat, auditor: await county.signIn('稽核内控岗') }

  test('goes from the first file to its quality, and says what it rejected', () => sendMonth(office), 400_000)

  test(
    'goes on after a lost connection and after a reload, with the same file only',
    () => loseConnection(office),
    400_000,
  )

  test(
    'of columns that the standard does not know is corrected on the page, once',
    () => mapColumns(office),
    400_000,
  )
})

import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import type { ServedCounty, SignedIn } from '../journeys/served-county.ts'
import { attachFile, choose, confirmWith, fillDay, openTab, press, reached } from './case-office.ts'

/** The way of a case as its people go it, page by page. */

type Folder = Pick<ServedCounty, 'folder'>
type Password = Pick<SignedIn, 'password'>

const day = (daysAhead: number): string =>
  new Date(Date.now() + 8 * 3_600_000 + daysAhead * 86_400_000).toISOString().slice(0, 10)
export const today = day(0)
const later = day(40)

/** @returns the case */
export async function openCase(page: Page, url: string, findingId: string): Promise<string> {
  await page.goto(`${url}/cases/new?findings=${findingId}`)
  await page.getByLabel('理由').fill('筛查发现死亡后继续发放')
  await press(page, '立案核查')
  await reached(page, '待分派')
  return new URL(page.url()).pathname.split('/').at(-1)!
}

export async function verify(page: Page, county: Folder): Promise<void> {
  await openTab(page, '分派')
  await choose(page, '核查人', /在办/)
  await press(page, '分派')
  await reached(page, '待核查')
  await openTab(page, '开始核查')
  await press(page, '开始核查')
  await reached(page, '核查中')
  await openTab(page, '登记工作底稿')
  await choose(page, '核查方式', '抽查资料')
  await fillDay(page, '核查日期', today)
  await page.getByLabel('核查内容').fill('抽查发放台账与死亡证明')
  await page.getByLabel('核查结果').fill('死亡后仍逐月发放至账户')
  await attachFile(county, page, '发放台账.pdf')
  await press(page, '登记工作底稿')
  await page.getByText('工作底稿 (1)').waitFor()
  await page.getByRole('link', { name: '发放台账.pdf' }).waitFor()
}

export async function hear(page: Page, county: Folder): Promise<void> {
  await openTab(page, '告知并听取陈述申辩')
  await page.getByLabel('被告知的个人或单位').fill('某家属')
  await choose(page, '送达方式', '当面')
  await attachFile(county, page, '告知书.pdf')
  await press(page, '告知并听取陈述申辩')
  await reached(page, '陈述申辩期')
  await openTab(page, '登记陈述申辩')
  await page.getByLabel('陈述申辩内容').fill('家属承认未及时报告，愿意退还')
  await press(page, '登记陈述申辩')
  await page.locator('.ant-descriptions').getByText('家属承认未及时报告').waitFor()
}

export async function waive(page: Page, leader: Password): Promise<void> {
  await openTab(page, '免于等待陈述申辩')
  await page.getByLabel('理由').fill('当事人已书面陈述并放弃期限')
  await press(page, '免于等待陈述申辩')
  await confirmWith(page, leader)
  await page.getByText('免于等待：').waitFor()
}

/** Everything true, to be recovered; the form is left before it is sent. */
export async function writeConclusion(page: Page, county: Folder): Promise<void> {
  await openTab(page, '提出核查结论')
  await press(page, '提出核查结论')
  await page.getByRole('heading', { level: 1, name: '提出核查结论' }).waitFor()
  await page.getByRole('radio', { name: '属实', exact: true }).check()
  await page.getByText('逐月损失').waitFor()
  await choose(page, '性质 (选填)', '违规')
  await choose(page, '主观情形 (选填)', '过失')
  await page.getByLabel('查明的事实').fill('死亡后继续发放，家属领取')
  await page.getByRole('button', { name: '添加一行' }).click()
  await choose(page, '处理方式', '追回')
  await page.getByLabel('处理内容').fill('追回死亡后多发待遇')
  await fillDay(page, '完成时限', later)
  await attachFile(county, page, '死亡证明.pdf')
}

export async function conclude(page: Page, auditor: Password): Promise<void> {
  await press(page, '提出核查结论')
  await confirmWith(page, auditor)
  await reached(page, '结论待审批')
}

export async function approve(page: Page, leader: Password): Promise<void> {
  await openTab(page, '同意结论')
  await page.getByLabel('审批意见').fill('同意')
  await press(page, '同意结论')
  await confirmWith(page, leader)
  await reached(page, '处理中')
}

/** @returns the address of the recovery */
export async function planRecovery(page: Page, yuan: string): Promise<string> {
  await page.getByRole('button', { name: '立追回单', exact: true }).first().click()
  await page.getByLabel('退还义务人').fill('某家属')
  await press(page, '立追回单')
  await page.locator('a[href^="/recoveries/"].code').click()
  await reached(page, '待定计划')
  await openTab(page, '提出退还计划')
  await choose(page, '退还方式', '一次退还')
  await page.getByRole('button', { name: '添加一行' }).click()
  await fillDay(page, '期限', later)
  await page.getByLabel('金额', { exact: true }).fill(yuan)
  await press(page, '提出退还计划')
  await reached(page, '计划待审批')
  return new URL(page.url()).pathname
}

export async function approvePlan(page: Page, leader: Password): Promise<void> {
  await openTab(page, '同意退还计划')
  await page.getByLabel('审批意见').fill('同意')
  await press(page, '同意退还计划')
  await confirmWith(page, leader)
  await reached(page, '追缴中')
}

export async function matchReceipt(page: Page): Promise<void> {
  await openTab(page, '登记到账')
  await choose(page, '到账流水', /可计入/)
  await press(page, '登记到账')
  await reached(page, '已结清')
}

/** @returns the address of the letter */
export async function draftLetter(page: Page): Promise<string> {
  await page.getByRole('link', { name: '拟文书' }).click()
  await choose(page, '文书', '责令退还告知书')
  await choose(page, '追回单 (选填)', /.+/)
  await page.getByLabel('收文个人或单位').fill('某家属')
  await page.getByLabel('事由与要求').fill('请退还多领待遇')
  await page.getByLabel('依据').fill('社会保险基金监督举报工作管理办法')
  await page.getByLabel('联系人及电话').fill('稽核岗 0000')
  await press(page, '拟稿')
  await reached(page, '待签发')
  return new URL(page.url()).pathname
}

export async function issue(page: Page, leader: Password): Promise<void> {
  await openTab(page, '签发')
  await press(page, '签发')
  await confirmWith(page, leader)
  await reached(page, '已成文归档')
}

export async function downloadLetter(
  page: Page,
): Promise<{ readonly name: string; readonly content: Buffer }> {
  const waiting = page.waitForEvent('download')
  await page.getByRole('button', { name: '下载' }).click()
  const file = await waiting
  return { name: file.suggestedFilename(), content: await readFile(await file.path()) }
}

export async function close(page: Page, auditor: Password): Promise<void> {
  await openTab(page, '登记处理落实')
  await choose(page, '处理意见', '追回')
  await page.getByLabel('落实情况').fill('已全额退还')
  await press(page, '登记处理落实')
  await page.locator('td').getByText('已全额退还').waitFor()
  await openTab(page, '办结')
  await press(page, '办结')
  await confirmWith(page, auditor)
  await reached(page, '已办结')
}

import type { Page } from 'playwright-core'
import type { ServedCounty, SignedIn } from '../journeys/served-county.ts'
import { attachFile, choose, confirmWith, fillDay, openTab, press, reached } from './case-office.ts'

/** The way of an inspection as its people go it, page by page. */

type Password = Pick<SignedIn, 'password'>
type Folder = Pick<ServedCounty, 'folder'>

const day = (daysAhead: number): string =>
  new Date(Date.now() + 8 * 3_600_000 + daysAhead * 86_400_000).toISOString().slice(0, 10)
export const unitName = '云漳县社会保险中心'

/** Signs what the tab is about. */
export async function sign(page: Page, title: string, leader: Password): Promise<void> {
  await openTab(page, title)
  await press(page, title)
  await confirmWith(page, leader)
}

/** @returns the address of the plan */
export async function proposePlan(page: Page, url: string): Promise<string> {
  await page.goto(`${url}/inspections/plans`)
  await page.getByRole('button', { name: '编制计划' }).click()
  await page.getByRole('heading', { level: 1, name: '编制计划' }).waitFor()
  await choose(page, '被检查单位', unitName)
  await page.getByLabel('季度').fill('4')
  await page.getByLabel('检查重点').fill('养老保险待遇发放')
  await press(page, '提出')
  await reached(page, '待审批')
  return new URL(page.url()).pathname
}

/** @returns the address of the inspection */
export async function openInspection(page: Page, url: string, head: string): Promise<string> {
  await page.goto(`${url}/inspections/plans`)
  await page.getByRole('row', { name: unitName }).getByRole('link', { name: '立项检查' }).click()
  await page.getByRole('heading', { level: 1, name: '立项检查' }).waitFor()
  await choose(page, '检查类型', '专项检查')
  await page.getByLabel('检查事项').fill('养老保险待遇发放专项检查')
  await page.getByLabel('检查内容和范围').fill('待遇核定、发放、暂停与恢复，死亡信息比对')
  await page.getByLabel('检查依据').fill('年度检查计划')
  await fillDay(page, '检查期间自', '2026-01-01')
  await fillDay(page, '检查期间至', '2026-10-31')
  await fillDay(page, '检查开始日期', day(0))
  await fillDay(page, '检查结束日期', day(4))
  await choose(page, '组长工号', head)
  await page.getByLabel('联系人及电话').fill('监督科 0000-0000000')
  await press(page, '立项')
  await reached(page, '待发通知')
  return new URL(page.url()).pathname
}

export async function inspect(page: Page, county: Folder): Promise<void> {
  await openTab(page, '进点')
  await fillDay(page, '进点日期', day(0))
  await page.getByLabel('进点会情况').fill('通报检查安排，明确联络人')
  await press(page, '进点')
  await reached(page, '检查中')
  await openTab(page, '登记工作底稿')
  await choose(page, '检查方法', '约谈')
  await fillDay(page, '检查日期', day(0))
  await page.getByLabel('参加人 (选填)').fill('发放科负责人')
  await page.keyboard.press('Enter')
  await page.getByLabel('检查内容', { exact: true }).fill('死亡信息比对的频次与结果')
  await page.getByLabel('检查结果').fill('比对每季度一次，未按月进行')
  await attachFile(county, page, '约谈记录.pdf')
  await press(page, '登记工作底稿')
  await page.getByText('工作底稿与约谈 (1)').waitFor()
  await openTab(page, '登记问题')
  await page.getByLabel('问题', { exact: true }).fill('未按月比对死亡信息')
  await page.getByLabel('具体情况').fill('死亡信息每季度比对一次，两人死亡后继续发放待遇')
  await page.getByLabel('依据', { exact: true }).fill('《社会保险经办条例》')
  await page.getByLabel('相关规则 (选填)').fill('DTH-01')
  await page.keyboard.press('Enter')
  await page.getByLabel('涉及人数').fill('2')
  await page.getByLabel('涉及金额').fill('12345.6')
  await press(page, '登记问题')
  await page.getByText('问题 (1)').waitFor()
}

export async function answer(page: Page): Promise<void> {
  await openTab(page, '反馈意见')
  await page.getByLabel('单位意见').fill('情况属实，已安排按月比对')
  await page.getByLabel(/意见已全部反馈/).click()
  await press(page, '反馈意见')
  await page.getByText('情况属实，已安排按月比对').first().waitFor()
}

export async function proposeOpinion(page: Page): Promise<void> {
  await openTab(page, '提出检查意见')
  await page.getByLabel('检查情况和总体意见').fill('内控制度基本健全，死亡信息比对频次不足')
  await page.getByLabel('整改要求').fill('按月比对死亡信息，追回多发待遇')
  await page.getByLabel('整改责任').fill('待遇发放科')
  await fillDay(page, '整改期限', day(30))
  await press(page, '提出检查意见')
  await reached(page, '意见书待审批')
}

export async function rectify(page: Page, county: Folder): Promise<void> {
  await openTab(page, '上报整改')
  await choose(page, '整改事项', /按月比对/)
  await page.getByLabel('整改情况').fill('已建立按月比对台账，多发待遇已追回')
  await attachFile(county, page, '比对台账.pdf')
  await press(page, '上报整改')
  await page.getByText('待核验').first().waitFor()
}

export async function verify(page: Page): Promise<void> {
  await openTab(page, '核验销号')
  await choose(page, '整改事项', /按月比对/)
  await page.getByLabel('核验情况').fill('台账齐全，追回凭证相符')
  await press(page, '核验销号')
  await page.getByText('整改清单 (1/1)').waitFor()
}

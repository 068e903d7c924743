import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import PizZip from 'pizzip'
import type { Page } from 'playwright-core'
import type { SignedIn } from '../journeys/served-county.ts'
import { choose, confirmWith, fillDay, openTab, press, reached } from './case-office.ts'

/** The way of a report, an event and a meeting as their people go it, page by page. */

type Password = Pick<SignedIn, 'password'>
export const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)

const exactly = (page: Page, label: string) => page.getByLabel(label, { exact: true })

export async function writeSection(page: Page, title: string, text: string): Promise<void> {
  await page.getByRole('button', { name: `填写本节 ${title}` }).click()
  await exactly(page, '内容').fill(text)
  await page
    .locator('form')
    .getByRole('button', { name: /^填\s*写$/ })
    .click()
  await exactly(page, '内容').waitFor({ state: 'detached' })
  await page.getByText(text).first().waitFor()
}

/** Signs and waits for the status. */
export async function sign(page: Page, leader: Password, action: string, status: string): Promise<void> {
  await openTab(page, action)
  await press(page, action)
  await confirmWith(page, leader)
  await reached(page, status)
}

/** Has the paper written and downloads it; its text. FANGXIAN_PAPERS: a folder to keep it in, to look at. */
export async function paperOf(page: Page): Promise<{ readonly name: string; readonly text: string }> {
  await page.getByRole('button', { name: '成文（.docx）' }).click()
  const waiting = page.waitForEvent('download')
  await page.getByRole('button', { name: '导出 .docx' }).click()
  const file = await waiting
  const content = await readFile(await file.path())
  const folder = process.env.FANGXIAN_PAPERS
  if (folder !== undefined) await writeFile(path.join(folder, file.suggestedFilename()), content)
  const xml = new PizZip(content).file('word/document.xml')!.asText()
  return { name: file.suggestedFilename(), text: xml.replace(/<[^>]+>/g, '') }
}

export async function draftEvent(page: Page): Promise<void> {
  await choose(page, '要情等级', '一级')
  await page.getByLabel('发现时间').fill(`${today} 00:05`)
  await page.keyboard.press('Enter')
  await choose(page, '发现途径', '系统筛查')
  await choose(page, '险种', '企业职工')
  await choose(page, '要情类型', '诈骗')
  await page.getByLabel('主要情节').fill('家属隐瞒死亡，继续领取养老金十二个月。')
  await page.getByLabel('原因分析').fill('死亡信息未及时共享。')
  await page.getByLabel('采取措施').fill('停发并追缴。')
  await choose(page, '移送情况', '未移送')
  await page.getByLabel('涉及金额').fill('36000')
  await page.getByLabel('造成损失').fill('36000')
  await page.getByLabel('已追回').fill('0')
}

export async function callMeeting(page: Page, chair: string): Promise<void> {
  await fillDay(page, '所属年月', today.slice(0, 7))
  await fillDay(page, '会议日期', today)
  await page.getByLabel('地点').fill('三楼会议室')
  await exactly(page, '主持人工号').fill(chair)
  await page.keyboard.press('Enter')
  await page.getByLabel('议题').fill('本月养老金发放计划')
  await exactly(page, '内容').fill('审议发放人数、金额和资金调拨。')
  await press(page, '通知会议')
  await reached(page, '已通知')
}

export async function writeMinutes(page: Page): Promise<void> {
  await openTab(page, '填写纪要')
  for (const person of ['主任', '财务负责人', '稽核内控岗']) {
    await exactly(page, '出席人员').fill(person)
    await page.keyboard.press('Enter')
  }
  await page.keyboard.press('Escape')
  await page.getByLabel('会议内容').fill('会议审议并通过本月发放计划。')
  await exactly(page, '议定事项').fill('同意拨付本月企业职工养老金。')
  await exactly(page, '金额 (选填)').fill('1250000.5')
  await page.getByLabel('责任单位或责任人').fill('财务科')
  await press(page, '填写纪要')
  await reached(page, '纪要待审签')
}

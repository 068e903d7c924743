import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import {
  actDone,
  answerTheRest,
  type CampaignDesk,
  knownFindings,
  problemInput,
  runCampaign,
  staffOf,
} from './campaign-desk.ts'
import { confirmWith, openTab, press, reached } from './case-office.ts'
import { openChromium, skipReason } from './open-chromium.ts'
import { picture, seriousFaults, servedPages, signInAt } from './served-pages.ts'

/** A campaign of the province as the people of a county, a city and the province have it at their pages. */
const isHere = skipReason === null
const county = isHere ? await servedPages() : null
const seat = isHere ? await openChromium() : null
if (county !== null) await knownFindings(county)
const desk: CampaignDesk | null = county === null ? null : await runCampaign(county)
const atThePages = test.skipIf(!isHere)

const at = (path: string): string => county!.serving.url + path
const unit = 'A990101'
const patience = { timeout: 400_000 }

/** Each with something that only its own content says. */
const tabs = [
  ['各题', /是否存在月发放金额超高/],
  ['与疑点不符', /死亡信息有误/],
  ['检查', '结论'],
  ['问题整改', '问题描述'],
  ['月报', /社会保险中心/],
  ['方案', '提出方案'],
] as const

const saved = async (page: Page): Promise<void> =>
  page
    .getByRole('status')
    .filter({ hasText: /^已保存$/ })
    .waitFor()

async function openTask(page: Page): Promise<void> {
  await page.goto(at(`/campaign-tasks/${await desk!.taskOf(unit)}`))
  await page.getByRole('heading', { level: 1, name: /自查|Self-check/ }).waitFor()
}

atThePages(
  'a county answers as it types, sees its findings beside each question, and explains a “no”',
  patience,
  async () => {
    const clerk = await county!.signIn('初审岗', unit)
    const { page, complaints } = await seat!()
    await signInAt(page, county!, clerk)
    await page.goto(at('/campaigns'))
    await page.getByRole('link', { name: '去自查' }).click()
    await page.getByRole('heading', { level: 1, name: /自查/ }).waitFor()
    await picture(page, 'campaign-task-empty')
    const row = page.locator('[id="q1.3"]')
    await row.getByRole('link', { name: /条$/ }).waitFor()
    // By keyboard: 3 is “no”, Enter goes to the next question without an answer.
    await row.getByRole('radio').first().focus()
    await page.keyboard.press('3')
    await row.getByText(/答复“否”，但系统有 \d+ 条疑点/).waitFor()
    await page.getByRole('textbox', { name: /^1\.3 说明/ }).fill('死亡信息有误，已恢复待遇，证明附后。')
    await saved(page)
    await row.getByRole('radio').nth(2).focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('1')
    const next = page.locator('[id="q1.4"]')
    await next.getByText('缺佐证').waitFor()
    await page.getByRole('spinbutton', { name: '1.4 涉及数量' }).fill('2')
    await page.getByRole('textbox', { name: /^1\.4 涉及金额/ }).fill('1,234.5')
    await page.getByLabel('1.4 整改期限').fill('2027-01-15')
    await page.getByRole('textbox', { name: '1.4 佐证材料' }).fill('恢复发放业务单')
    await saved(page)
    await expect.poll(() => page.locator('.figure-value').first().innerText()).toBe('2/50')
    await picture(page, 'campaign-task-answering')
    await openTask(page)
    expect(await page.getByRole('textbox', { name: /^1\.4 涉及金额/ }).inputValue()).toBe('1234.50')
    expect(await page.getByRole('textbox', { name: /^1\.3 说明/ }).inputValue()).toContain('死亡信息有误')
    expect(await seriousFaults(page)).toEqual([])
    expect(complaints).toEqual([])
  },
)

atThePages('the unit’s leader submits what its clerk answered', patience, async () => {
  await answerTheRest(county!, desk!, unit)
  const leader = await county!.signIn('经办机构主任', unit)
  const { page, complaints } = await seat!()
  await signInAt(page, county!, leader)
  await openTask(page)
  await openTab(page, '提交')
  await press(page, '提交')
  await confirmWith(page, leader)
  await reached(page, '已提交')
  expect(complaints).toEqual([])
})

atThePages(
  'the province sees at a glance who has answered and goes down to a city and its units',
  patience,
  async () => {
    const { page, complaints } = await seat!()
    await signInAt(page, county!, desk!.head)
    await page.goto(at('/campaigns'))
    await page.getByRole('link', { name: desk!.name }).waitFor()
    await picture(page, 'campaigns')
    await page.getByRole('link', { name: desk!.name }).click()
    await page.getByRole('heading', { level: 1, name: desk!.name }).waitFor()
    await page.getByText(/1\/16 个单位提交/).waitFor()
    await picture(page, 'campaign-glance')
    expect(await seriousFaults(page)).toEqual([])
    await page.getByRole('link', { name: '进入云川市' }).click()
    await page.getByRole('link', { name: '全部地区' }).waitFor()
    await page.getByRole('tab', { name: '单位' }).click()
    await page.getByRole('link', { name: '云漳县社会保险中心' }).waitFor()
    await picture(page, 'campaign-units')
    for (const [index, [tab, shown]] of tabs.entries()) {
      await page.getByRole('tab', { name: tab, exact: true }).click()
      await page.locator('.shell-body').getByText(shown).first().waitFor()
      await picture(page, `campaign-tab-${index + 1}`)
      expect(await seriousFaults(page)).toEqual([])
    }
    expect(complaints).toEqual([])
  },
)

atThePages(
  'a city accepts the self-check of a county below it, and sees none of another city',
  patience,
  async () => {
    const supervisor = await county!.signIn('监督员', 'B990100')
    const { page } = await seat!({ language: 'en', theme: 'dark' })
    await signInAt(page, county!, supervisor)
    await openTask(page)
    await picture(page, 'campaign-task-submitted-en-dark')
    expect(await seriousFaults(page)).toEqual([])
    await page.getByRole('tab', { name: 'Accept', exact: true }).click()
    await page.getByRole('button', { name: 'Accept' }).last().click()
    await page.locator('.page-head').getByText('Accepted', { exact: true }).waitFor()
    await page.goto(at(`/campaigns/${desk!.campaignId}`))
    await page.getByRole('heading', { level: 1, name: desk!.name }).waitFor()
    await picture(page, 'campaign-glance-en-dark')
    expect(await seriousFaults(page)).toEqual([])
    await page.goto(at(`/campaign-tasks/${await desk!.taskOf('A990200')}`))
    await page.getByRole('alert').first().waitFor()
    expect(await page.getByRole('heading', { level: 1, name: /Self-check/ }).count()).toBe(0)
  },
)

atThePages('a city checks question by question, and a problem stands on one page', patience, async () => {
  const supervisor = await county!.signIn('监督员', 'B990100')
  const clerk = await county!.signIn('初审岗', unit)
  const recordId = await desk!.cityCheckOf(unit)
  const team = [supervisor.staffId, ...(await staffOf(county!, 'B990100'))]
  const members = [...new Set(team)].slice(0, 2)
  await actDone(supervisor, { kind: 'CAMPAIGN_CHECK', recordId }, { action: 'team', input: { members } })
  const input = problemInput(desk!.campaignId)
  const problemId = await actDone(clerk, { kind: 'CAMPAIGN_PROBLEM' }, { action: 'record', input })
  const { page, complaints } = await seat!()
  await signInAt(page, county!, supervisor)
  await page.goto(at(`/campaign-checks/${recordId}`))
  await page.getByRole('heading', { level: 1, name: /^市级检查/ }).waitFor()
  const row = page.locator('[id="q1.3"]')
  await row.getByText('不一致', { exact: true }).click()
  await page.getByRole('textbox', { name: '1.3 说明' }).fill('抽查 3 笔，2 笔无生存证明。')
  await press(page, '保存 1 题核验')
  await page.getByRole('button', { name: '保存 0 题核验' }).waitFor()
  await row.getByText('抽查 3 笔，2 笔无生存证明。').waitFor()
  await picture(page, 'campaign-check')
  expect(await seriousFaults(page)).toEqual([])
  await page.goto(at(`/campaigns/${desk!.campaignId}/problems`))
  await page.getByRole('link', { name: '两名经办人员把账号借给他人使用。' }).click()
  await page.getByRole('heading', { level: 1, name: /^问题/ }).waitFor()
  expect(page.url()).toContain(problemId)
  await picture(page, 'campaign-problem')
  expect(await seriousFaults(page)).toEqual([])
  expect(complaints).toEqual([])
})

import { readFile } from 'node:fs/promises'
import path from 'node:path'
import PizZip from 'pizzip'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { ServedCounty, SignedIn } from '../journeys/served-county.ts'
import { confirmWith, openTab, press, reached } from './case-office.ts'
import { type Look, openChromium, type Seat, skipReason } from './open-chromium.ts'
import { picture, seriousFaults, servedPages, signInAt } from './served-pages.ts'

/**
 * A unit's first risk point from a draft to the ledger, the ledger filed to the city, accepted there, and seen by the
 * province: each at a browser of his own.
 */
interface Office {
  readonly county: ServedCounty
  readonly seat: Awaited<ReturnType<typeof openChromium>>
  readonly url: string
  readonly people: Readonly<Record<'auditor' | 'head' | 'city' | 'province', SignedIn>>
  readonly year: number
  readonly kept: { pointId: string; filingPath: string }
}

async function openOffice(): Promise<Office> {
  const county = await servedPages()
  return {
    county,
    seat: await openChromium(),
    url: county.serving.url,
    people: {
      auditor: await county.signIn('稽核内控岗', 'A990101'),
      head: await county.signIn('经办机构主任', 'A990101'),
      city: await county.signIn('监督员', 'B990100'),
      province: await county.signIn('监督员', 'B990000'),
    },
    year: new Date(Date.now() + 8 * 3_600_000).getUTCFullYear(),
    kept: { pointId: '', filingPath: '' },
  }
}

async function sit({ county, seat }: Office, who: SignedIn, look: Look = {}): Promise<Seat> {
  const taken = await seat(look)
  await signInAt(taken.page, county, who)
  return taken
}

async function look(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle')
  await picture(page, `risk-ledger-${name}`)
  // A picture of the whole page leaves it scrolled: the next click would miss.
  await page.evaluate(() => scrollTo(0, 0))
  expect(await seriousFaults(page), name).toEqual([])
}

async function takeUp(office: Office): Promise<void> {
  const { page } = await sit(office, office.people.auditor)
  await page.goto(`${office.url}/risk-ledger/offers`)
  await page.getByText('领取人死亡后未及时停发').waitFor()
  await look(page, 'offers')
  await page
    .getByRole('row', { name: /领取人死亡后/ })
    .getByRole('button', { name: /选\s*用/ })
    .click()
  await page.getByLabel('部门（岗位）').waitFor()
  await page.getByRole('button', { name: '添加一行' }).waitFor()
  await look(page, 'propose')
  await press(page, '提出')
  await reached(page, '待审定')
  office.kept.pointId = new URL(page.url()).pathname.split('/').at(-1)!
  const head = (await sit(office, office.people.head)).page
  await head.goto(`${office.url}/risk-ledger/${office.kept.pointId}`)
  await openTab(head, '审定')
  await press(head, '审定')
  await confirmWith(head, office.people.head)
  await head.getByText('一级风险点由单位主要负责人审定').waitFor()
  await openTab(head, '审定（一级，主要负责人）')
  await press(head, '审定（一级，主要负责人）')
  await confirmWith(head, office.people.head)
  await reached(head, '在册')
  await look(head, 'point')
  await head.goto(`${office.url}/risk-ledger`)
  await head.getByRole('link', { name: /领取人死亡后/ }).waitFor()
  await look(head, 'list')
}

async function fileAndAccept(office: Office): Promise<void> {
  const { page } = await sit(office, office.people.auditor)
  await page.goto(`${office.url}/risk-ledger/filings`)
  await page.getByText('云漳县社会保险中心').first().waitFor()
  const begin = page.getByRole('button', { name: '开始本年度报送' })
  // From November on the server has called for it already.
  const called = page.getByRole('link', { name: '云漳县社会保险中心' })
  await begin.or(called).first().click()
  await reached(page, '待填报')
  office.kept.filingPath = new URL(page.url()).pathname
  await openTab(page, '生成报送稿')
  await press(page, '生成报送稿')
  await reached(page, '待签报')
  const head = (await sit(office, office.people.head)).page
  await head.goto(office.url + office.kept.filingPath)
  await openTab(head, '签报')
  await press(head, '签报')
  await confirmWith(head, office.people.head)
  await reached(head, '已报送，待受理')
  await look(head, 'filing')
  const city = (await sit(office, office.people.city)).page
  await city.goto(office.url + office.kept.filingPath)
  await openTab(city, '受理')
  await press(city, '受理')
  await confirmWith(city, office.people.city)
  await reached(city, '已受理')
}

async function takeForm(office: Office): Promise<void> {
  const { page } = await sit(office, office.people.head)
  await page.goto(office.url + office.kept.filingPath)
  for (const [item, name] of [
    ['Word 文档（.docx）', 'ledger.docx'],
    ['Excel（.xlsx）', 'ledger.xlsx'],
  ] as const) {
    const waiting = page.waitForEvent('download')
    await page.getByRole('button', { name: '七栏表' }).click()
    await page.getByRole('menuitem', { name: item }).click()
    const saved = path.join(office.county.folder, name)
    await (await waiting).saveAs(saved)
    const content = await readFile(saved)
    const part = name.endsWith('docx') ? 'word/document.xml' : 'xl/worksheets/sheet1.xml'
    const xml = new PizZip(content).file(part)!.asText()
    const words = [...xml.matchAll(/<(?:w:)?t(?: [^>]*)?>([^<]*)</g)].map(([, text]) => text).join('|')
    expect(words).toContain('填报单位（盖章）：云漳县社会保险中心')
    const columns = '序号|部门（岗位）|风险点|风险防控措施|直接责任人|部门负责人|单位负责人'
    expect(words).toContain(columns)
    expect(words).toContain('领取人死亡后未及时停发')
  }
}

async function rollUp(office: Office): Promise<void> {
  const { page } = await sit(office, office.people.province)
  await page.goto(`${office.url}/risk-ledger/filings?year=${office.year}`)
  const row = page.getByRole('row', { name: /云漳县社会保险中心/ })
  await row.getByText('已受理').waitFor()
  const figure = async (title: string): Promise<string> =>
    page.locator('.ledger-figures > div', { hasText: title }).locator('strong').innerText()
  expect([await figure('已报'), await figure('已受理')]).toEqual(['1', '1'])
  expect(Number(await figure('未报'))).toBe(Number(await figure('应报单位')) - 1)
  await look(page, 'province')
  await page.getByRole('link', { name: '未报' }).click()
  await page.getByRole('row', { name: /云漳县社会保险中心/ }).waitFor({ state: 'detached' })
}

async function assess(office: Office): Promise<void> {
  const { page } = await sit(office, office.people.auditor)
  await page.goto(`${office.url}/risk-ledger/measures`)
  await page.getByText('重构文本，不是原文，可导入官方文本').waitFor()
  await look(page, 'measures')
  await page.getByRole('button', { name: '开始本年度自评' }).click()
  await reached(page, '填写中')
  await page.getByText('重构文本，不是原文，可导入官方文本').waitFor()
  await page.getByLabel('自评结果 1-1', { exact: true }).click()
  await page.getByTitle('已落实', { exact: true }).last().click()
  await page.getByLabel('说明及佐证 1-1', { exact: true }).fill('有风险评估意见')
  await page.getByRole('button', { name: '保存 1 项' }).click()
  await page.getByText('已保存').waitFor()
  await openTab(page, '提交审定')
  await press(page, '提交审定')
  await page.getByText('还有 47 项没有自评').waitFor()
  await look(page, 'assessment')
}

/** Of several people at several pages each, on a machine that does other things, too. */
const timeout = 300_000

describe.skipIf(skipReason !== null)('the risk ledger at the browsers of its people', async () => {
  if (skipReason !== null) return
  const office = await openOffice()

  test('a draft is taken up, proposed, and approved by the head', { timeout }, () => takeUp(office))

  test('the ledger is prepared, signed, taken as a file and accepted by the city', { timeout }, () =>
    fileAndAccept(office),
  )

  test('the form has the seven columns and its header, in Word and in Excel', { timeout }, () =>
    takeForm(office),
  )

  test('the province sees who has filed and who has not', { timeout }, () => rollUp(office))

  test('the 48 measures are assessed under the notice that they are a reconstruction', { timeout }, () =>
    assess(office),
  )

  test.for([
    ['', /^Risk ledger$/],
    ['/offers', /^First ledger$/],
    ['/filings', /^Filings$/],
    ['/measures', /^The 48 measures$/],
  ] as const)('page %s in English and dark', { timeout }, async ([place, heading]) => {
    const { page, complaints } = await sit(office, office.people.head, { language: 'en', theme: 'dark' })
    await page.goto(`${office.url}/risk-ledger${place}`)
    await page.getByRole('heading', { level: 1, name: heading }).waitFor()
    await look(page, `dark${place.replace('/', '-')}`)
    expect(complaints).toEqual([])
  })
})

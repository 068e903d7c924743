import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { SignedIn } from '../journeys/served-county.ts'
import { confirmWith, openTab, press, reached } from './case-office.ts'
import { openChromium, skipReason } from './open-chromium.ts'
import { picture, seriousFaults, servedPages, signInAt } from './served-pages.ts'

/**
 * A unit's first risk point from a draft to the ledger, the ledger filed to the city, accepted there, and seen by the
 * province: each at a browser of his own.
 */
describe.skipIf(skipReason !== null)('the risk ledger at the browsers of its people', async () => {
  if (skipReason !== null) return
  const county = await servedPages()
  const seat = await openChromium()
  const { url } = county.serving
  const people = {
    auditor: await county.signIn('稽核内控岗', 'A990101'),
    head: await county.signIn('经办机构主任', 'A990101'),
    city: await county.signIn('监督员', 'B990100'),
    province: await county.signIn('监督员', 'B990000'),
    beside: await county.signIn('初审岗', 'A990102'),
  }
  const year = new Date(Date.now() + 8 * 3_600_000).getUTCFullYear()
  const kept = { pointId: '', filingPath: '' }

  const sit = async (who: SignedIn, look = {}) => {
    const taken = await seat(look)
    await signInAt(taken.page, county, who)
    return taken
  }
  const look = async (page: Page, name: string): Promise<void> => {
    await page.waitForLoadState('networkidle')
    await picture(page, `risk-ledger-${name}`)
    await page.evaluate(() => scrollTo(0, 0))
    expect(await seriousFaults(page), name).toEqual([])
  }

  test('a draft is taken up, proposed, and approved by the head', async () => {
    const { page } = await sit(people.auditor)
    await page.goto(`${url}/risk-ledger/offers`)
    await page.getByText('领取人死亡后未及时停发').waitFor()
    await look(page, 'offers')
    await page.getByRole('row', { name: /领取人死亡后/ }).getByRole('button', { name: /选\s*用/ }).click()
    await page.getByLabel('部门（岗位）').waitFor()
    await page.getByRole('button', { name: '添加一行' }).waitFor()
    await look(page, 'propose')
    await press(page, '提出')
    await reached(page, '待审定')
    kept.pointId = new URL(page.url()).pathname.split('/').at(-1)!
    const head = (await sit(people.head)).page
    await head.goto(`${url}/risk-ledger/${kept.pointId}`)
    await openTab(head, '审定')
    await press(head, '审定')
    await confirmWith(head, people.head)
    await head.getByText('一级风险点由单位主要负责人审定').waitFor()
    await openTab(head, '审定（一级，主要负责人）')
    await press(head, '审定（一级，主要负责人）')
    await confirmWith(head, people.head)
    await reached(head, '在册')
    await look(head, 'point')
    await head.goto(`${url}/risk-ledger`)
    await head.getByRole('link', { name: /领取人死亡后/ }).waitFor()
    await look(head, 'list')
  })

  test('the ledger is prepared, signed, taken as a file and accepted by the city', async () => {
    const { page } = await sit(people.auditor)
    await page.goto(`${url}/risk-ledger/filings`)
    await page.getByText('云漳县社会保险中心').first().waitFor()
    const begin = page.getByRole('button', { name: '开始本年度报送' })
    // From November on the server has called for it already.
    const called = page.getByRole('link', { name: '云漳县社会保险中心' })
    await begin.or(called).first().click()
    await reached(page, '待填报')
    kept.filingPath = new URL(page.url()).pathname
    await openTab(page, '生成报送稿')
    await press(page, '生成报送稿')
    await reached(page, '待签报')
    const head = (await sit(people.head)).page
    await head.goto(url + kept.filingPath)
    await openTab(head, '签报')
    await press(head, '签报')
    await confirmWith(head, people.head)
    await reached(head, '已报送，待受理')
    await look(head, 'filing')
    const city = (await sit(people.city)).page
    await city.goto(url + kept.filingPath)
    await openTab(city, '受理')
    await press(city, '受理')
    await confirmWith(city, people.city)
    await reached(city, '已受理')
  })

  test('the form has the seven columns and its header, in Word and in Excel', async () => {
    const { page } = await sit(people.head)
    await page.goto(url + kept.filingPath)
    for (const [item, name] of [
      ['Word（.docx）', 'ledger.docx'],
      ['Excel（.xlsx）', 'ledger.xlsx'],
    ] as const) {
      const waiting = page.waitForEvent('download')
      await page.getByRole('button', { name: '七栏表' }).click()
      await page.getByRole('menuitem', { name: item }).click()
      const saved = path.join(county.folder, name)
      await (await waiting).saveAs(saved)
      expect((await readFile(saved)).subarray(0, 2).toString()).toBe('PK')
      const part = name.endsWith('docx') ? 'word/document.xml' : 'xl/worksheets/sheet1.xml'
      const xml = execFileSync('unzip', ['-p', saved, part]).toString('utf8')
      const words = [...xml.matchAll(/<(?:w:)?t[^>]*>([^<]*)</g)].map(([, text]) => text).join('|')
      expect(words).toContain('填报单位（盖章）：云漳县社会保险中心')
      const columns = '序号|部门（岗位）|风险点|风险防控措施|直接责任人|部门负责人|单位负责人'
      expect(words).toContain(columns)
      expect(words).toContain('领取人死亡后未及时停发')
    }
  })

  test('the province sees who has filed, and nobody beside sees the county', async () => {
    const { page } = await sit(people.province)
    await page.goto(`${url}/risk-ledger/filings?year=${year}`)
    const row = page.getByRole('row', { name: /云漳县社会保险中心/ })
    await row.getByText('已受理').waitFor()
    const figure = async (title: string): Promise<string> =>
      page.locator('.ledger-figures > div', { hasText: title }).locator('strong').innerText()
    expect([await figure('已报'), await figure('已受理')]).toEqual(['1', '1'])
    expect(Number(await figure('未报'))).toBe(Number(await figure('应报单位')) - 1)
    await look(page, 'province')
    await page.getByRole('link', { name: '未报' }).click()
    await page.getByRole('row', { name: /云漳县社会保险中心/ }).waitFor({ state: 'detached' })
    const beside = (await sit(people.beside)).page
    await beside.goto(`${url}/risk-ledger`)
    await beside.getByRole('button', { name: '刷新' }).waitFor()
    expect(await beside.getByText('领取人死亡后').count()).toBe(0)
    for (const address of [kept.filingPath, `/risk-ledger/${kept.pointId}`]) {
      await beside.goto(url + address)
      await beside.getByText(/不存在|未找到|没有找到/).first().waitFor()
    }
  })

  test('the 48 measures are assessed under the notice that they are a reconstruction', async () => {
    const { page } = await sit(people.auditor)
    await page.goto(`${url}/risk-ledger/measures`)
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
  })

  test.for([
    ['', /^Risk ledger$/],
    ['/offers', /^First ledger$/],
    ['/filings', /^Filings$/],
    ['/measures', /^The 48 measures$/],
  ] as const)('page %s in English and dark', async ([place, heading]) => {
    const { page, complaints } = await sit(people.head, { language: 'en', theme: 'dark' })
    await page.goto(`${url}/risk-ledger${place}`)
    await page.getByRole('heading', { level: 1, name: heading }).waitFor()
    await look(page, `dark${place.replace('/', '-')}`)
    expect(complaints).toEqual([])
  })
})

import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { choose, closeDialog, type FindingDesk, openFindingDesk, rowsOf, shownOn } from './finding-desk.ts'
import { skipReason } from './open-chromium.ts'
import { picture, seriousFaults } from './served-pages.ts'

/** What an auditor does with findings at his desk: finds, judges, opens cases, silences; and what he must not see. */
const { county, sitDown, atList, dead, cases } =
  skipReason === null ? await openFindingDesk() : ({} as FindingDesk)
/** Two processors that everybody uses. */
const patience = { timeout: 20_000 }

describe.skipIf(skipReason !== null)('the pages of findings', () => {
  test.for([
    { language: 'zh', theme: 'light' },
    { language: 'en', theme: 'dark' },
  ] as const)(
    'are complete in $language and $theme',
    async (look, { expect: expectHere }) => {
      const { page, complaints } = await atList('', look)
      await page.waitForLoadState('networkidle')
      const frame = page.locator('section.table-frame')
      expectHere(await frame.evaluate((each) => each.scrollWidth - each.clientWidth)).toBe(0)
      await picture(page, `findings-${look.language}-${look.theme}`)
      expectHere(await seriousFaults(page)).toEqual([])
      await page.goto(`${county.serving.url}/findings/${dead[0]}`)
      await page.locator('.told dd').first().waitFor()
      await page.locator('[data-drawn=true]').waitFor()
      await page.waitForLoadState('networkidle')
      await picture(page, `finding-${look.language}-${look.theme}`)
      expectHere(await seriousFaults(page)).toEqual([])
      expectHere(complaints).toEqual([])
    },
    180_000,
  )

  test('filters stand in the address, a finding leads back to them, and a file has what is shown', async () => {
    const { page, complaints } = await atList()
    await page.getByLabel('规则', { exact: true }).click()
    await page.keyboard.type('DTH-01')
    await page.locator('.ant-select-item-option', { hasText: 'DTH-01' }).click()
    await page.keyboard.press('Escape')
    await page.waitForURL(/rule=DTH-01/)
    await expect.poll(() => shownOn(page), patience).toEqual(dead)
    const middle = await county.pool.query<{ fen: string }>(
      'select amount_fen::text as fen from app.finding where finding_id = $1',
      [dead[1]],
    )
    await page.getByLabel('金额从（元）').fill((Number(middle.rows[0]!.fen) / 100).toFixed(2))
    await page.getByLabel('金额从（元）').press('Enter')
    await page.waitForURL(new RegExp(`amount_fen_min=${middle.rows[0]!.fen}`))
    await expect.poll(() => shownOn(page), patience).toEqual(dead.slice(0, 2))
    const downloading = page.waitForEvent('download')
    await page.getByRole('button', { name: /导出/ }).click()
    await page.getByRole('menuitem', { name: 'CSV' }).click()
    const file = await readFile((await (await downloading).path())!, 'utf8')
    expect(file.trim().split('\n')).toHaveLength(3)
    await rowsOf(page).first().getByRole('link').click()
    await page.waitForURL(`**/findings/${dead[0]}`)
    await page.getByRole('navigation', { name: '所在位置' }).getByRole('link', { name: '疑点' }).click()
    await page.waitForURL(/rule=DTH-01/)
    await expect.poll(() => shownOn(page), patience).toEqual(dead.slice(0, 2))
    await page.getByRole('columnheader', { name: '涉及金额（元）' }).click()
    await page.waitForURL(/sort=amount_fen/)
    await expect.poll(() => shownOn(page), patience).toEqual([dead[1], dead[0]])
    await page.getByRole('button', { name: '清除条件' }).click()
    await page.waitForURL((url) => url.search === '?sort=amount_fen')
    expect(complaints).toEqual([])
  }, 180_000)
})

describe.skipIf(skipReason !== null)('at the list', () => {
  test('keys go through the rows, choose and open them, and can be switched off', async () => {
    const { page } = await atList('?rule=DTH-01')
    const at = page.locator('tr.is-at')
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    expect(await at.getAttribute('data-row-key')).toBe(dead[1])
    await page.keyboard.press('k')
    await page.keyboard.press('x')
    expect(await page.locator(`tr[data-row-key="${dead[0]}"] input[type=checkbox]`).isChecked()).toBe(true)
    await page.keyboard.press('/')
    const search = page.getByLabel('个人编号、账号等（完整）')
    expect(await search.evaluate((field) => field === document.activeElement)).toBe(true)
    await page.keyboard.type('jx')
    expect(await search.inputValue()).toBe('jx')
    expect(await at.getAttribute('data-row-key')).toBe(dead[0])
    await search.fill('')
    await search.evaluate((field) => (field as HTMLElement).blur())
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: '快捷键' }).getByRole('switch').click()
    await closeDialog(page)
    await page.keyboard.press('j')
    expect(await at.getAttribute('data-row-key')).toBe(dead[0])
    await page.getByRole('button', { name: '快捷键' }).click()
    await page.getByRole('dialog', { name: '快捷键' }).getByRole('switch').click()
    await closeDialog(page)
    await page.getByRole('heading', { level: 1 }).click()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/findings/${dead[1]}`)
  }, 180_000)

  test('a filter is kept under a name, at every desk, and forgotten again', async () => {
    const { page } = await atList('?rule=DTH-01&status=OPEN')
    await page.getByRole('button', { name: '我的筛选' }).click()
    await page.getByRole('button', { name: '保存当前筛选' }).click()
    await page.getByLabel('筛选名称').fill('死亡待处理')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^保\s*存$/ })
      .click()
    await page.getByText('已保存“死亡待处理”').waitFor()
    const elsewhere = (await atList()).page
    await elsewhere.getByRole('button', { name: '我的筛选' }).click()
    await elsewhere.getByRole('link', { name: '死亡待处理' }).click()
    await elsewhere.waitForURL((url) => url.search === '?rule=DTH-01&status=OPEN')
    await expect.poll(() => shownOn(elsewhere), patience).toEqual(dead)
    await elsewhere.getByRole('button', { name: '我的筛选' }).click()
    await elsewhere.getByRole('button', { name: '删除“死亡待处理”' }).click()
    await elsewhere.getByText('还没有保存的筛选').waitFor()
  }, 180_000)
})

describe.skipIf(skipReason !== null)('several findings', () => {
  test('several become one case, by one click or two; of those chosen again each has its own answer', async () => {
    const before = await cases()
    const { page, complaints } = await atList('?rule=DTH-01')
    await choose(page, dead[0]!)
    await choose(page, dead[1]!)
    await page.getByText('已选 2 条').first().waitFor()
    await page.getByRole('button', { name: '合立一案' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: '开始办理' }).click()
    await dialog.getByText('至少 4 个字').waitFor()
    await dialog.getByLabel('理由（留痕）').fill('死亡后多月发放，合并核查')
    await dialog.getByRole('button', { name: '开始办理' }).dblclick()
    await dialog.getByRole('link', { name: '打开案件' }).waitFor()
    expect(await cases()).toBe(before + 1)
    expect(await dialog.getByRole('link', { name: '打开案件' }).getAttribute('href')).toMatch(/^\/cases\//)
    await closeDialog(page)
    await page.locator(`tr[data-row-key="${dead[0]}"]`).getByText('核查中').waitFor()
    await choose(page, dead[2]!)
    await page.getByRole('button', { name: '逐条立案' }).click()
    await dialog.getByLabel('理由（留痕）').fill('逐条核查，各立一案')
    await dialog.getByRole('button', { name: '开始办理' }).click()
    await dialog.getByText('完成 1 条，未完成 2 条').waitFor()
    expect(await dialog.getByText('不能重复立案').count()).toBe(2)
    await picture(page, 'findings-bulk')
    expect(await seriousFaults(page)).toEqual([])
    await dialog.getByRole('button', { name: '重试未完成的' }).click()
    await dialog.getByText('完成 1 条，未完成 2 条').waitFor()
    expect(await cases()).toBe(before + 2)
    await page.goto(`${county.serving.url}/findings/${dead[2]}`)
    await page.getByRole('link', { name: '所在案件' }).first().waitFor()
    expect(await page.getByRole('button', { name: '立案核查' }).count()).toBe(0)
    expect(complaints).toEqual([])
  }, 180_000)
})

describe.skipIf(skipReason !== null)('one finding', () => {
  test('a subject is silenced with a reason, is gone from the list, and speaks again', async () => {
    const { page, complaints } = await atList('?rule=DTH-01')
    const id = dead[3]!
    await choose(page, id)
    await page.getByRole('button', { name: /^静\s*默$/ }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('理由（留痕）').fill('已查明为同名，等待登记更正')
    await dialog.getByRole('button', { name: '开始办理' }).click()
    await dialog.getByText('完成 1 条，未完成 0 条').waitFor()
    await closeDialog(page)
    await expect.poll(() => shownOn(page), patience).toEqual(dead.filter((each) => each !== id))
    await page.goto(`${county.serving.url}/findings?rule=DTH-01&snoozed=true`)
    await expect.poll(() => shownOn(page), patience).toEqual([id])
    await page.goto(`${county.serving.url}/findings/${id}`)
    await page.getByText('已查明为同名，等待登记更正').waitFor()
    await picture(page, 'finding-silent')
    await page.getByRole('button', { name: '提前结束' }).click()
    await dialog.getByLabel('理由（留痕）').fill('登记已更正')
    await dialog.getByRole('button', { name: '提前结束' }).click()
    await page.getByText('已结束').waitFor()
    await page.goto(`${county.serving.url}/findings?rule=DTH-01`)
    await expect.poll(() => shownOn(page), patience).toContain(id)
    expect(complaints).toEqual([])
  }, 180_000)

  test('what the person concerned may be told is printed alone, and names nobody', async () => {
    const { page } = await sitDown()
    await page.goto(`${county.serving.url}/findings/${dead[0]}`)
    await page.locator('.told dd').first().waitFor()
    // What the printer would get: the dialog of the machine is not ours.
    await page.evaluate(() => {
      globalThis.print = () => {
        document.body.dataset.part = document.documentElement.dataset.printOnly ?? ''
      }
    })
    await page.getByRole('button', { name: '打印告知内容' }).click()
    const part = await page.evaluate(() => document.body.dataset.part)
    expect(await page.evaluate(() => document.documentElement.dataset.printOnly)).toBeUndefined()
    await page.emulateMedia({ media: 'print' })
    await page.evaluate((of) => document.documentElement.setAttribute('data-print-only', of!), part)
    const paper = await page.locator('#content').innerText()
    expect(paper).toContain('陈述申辩')
    expect(
      ['990100000', '证据', '相关疑点', '不得告知', '核查中'].filter((each) => paper.includes(each)),
    ).toEqual([])
    await picture(page, 'finding-told')
  }, 180_000)

  test('what names a person is masked until somebody says why, and masked again afterwards', async () => {
    const { rows } = await county.pool.query<{ name: string; id_number: string }>(
      `select person.name, person.id_number
      from app.finding
      inner join register.person on person.person_id = finding.subject_id
      where finding_id = $1`,
      [dead[0]],
    )
    const { name, id_number: idNumber } = rows[0]!
    const { page } = await sitDown()
    await page.goto(`${county.serving.url}/findings/${dead[0]}`)
    await page.getByText('死亡信息').first().waitFor()
    await page.locator('.told dd').first().waitFor()
    const said = async (): Promise<string> => (await page.locator('#content').textContent()) ?? ''
    expect(await said()).not.toContain(idNumber)
    expect(await said()).not.toContain(name)
    await page.getByRole('button', { name: '查看完整信息' }).click()
    await page.getByLabel('查看理由（留痕）').fill('核对死亡证明')
    await page.getByRole('dialog').getByRole('button', { name: '查看完整信息' }).click()
    await page.getByText('正在显示完整信息').waitFor()
    await expect.poll(said, patience).toContain(idNumber)
    const { rows: entries } = await county.pool.query(
      `select
      from app.trail_entry
      where leaf::jsonb ->> 'record' = $1 and leaf::jsonb ->> 'function' = 'UNMASK'`,
      [dead[0]],
    )
    expect(entries).toHaveLength(1)
    await page.reload()
    await page.getByText('死亡信息').first().waitFor()
    expect(await said()).not.toContain(idNumber)
  }, 180_000)
})

describe.skipIf(skipReason !== null)('what goes wrong', () => {
  test('nothing found, nothing there, no connection and no right each say so', async () => {
    const { page, context } = await atList()
    await page.goto(`${county.serving.url}/findings?amount_fen_min=999999999999`)
    await page.getByText('没有符合条件的记录').waitFor()
    await page.goto(`${county.serving.url}/findings/0123456789abcdef`)
    await page.getByRole('alert').filter({ hasText: '未找到' }).waitFor()
    await page.goto(`${county.serving.url}/findings?level=9`)
    await page.getByRole('alert').filter({ hasText: '提交的内容有误' }).waitFor()
    await page.goto(`${county.serving.url}/findings`)
    await rowsOf(page).first().waitFor()
    await context.setOffline(true)
    await page.getByRole('button', { name: '下一页' }).click()
    await page.getByRole('alert').filter({ hasText: '无法连接服务器' }).waitFor()
    await context.setOffline(false)
    await page.getByRole('alert').filter({ hasText: '无法连接' }).getByRole('button').click()
    await rowsOf(page).first().waitFor()
  }, 180_000)
})

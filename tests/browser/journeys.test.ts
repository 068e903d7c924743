import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { attachFile, choose, confirmWith, openTab, press, reached } from './case-office.ts'
import { type Demonstration, openDemonstration } from './demonstration-people.ts'
import { openChromium, type Seat, skipReason } from './open-chromium.ts'
import { picture } from './served-pages.ts'

/**
 * The demonstration as each of its people meets it: signs in, finds something to do, does it, and is told in words what
 * is not his.
 */
const isHere = skipReason === null
// Nothing is opened where there is no browser, and nothing is asked of it then.
const opened = isHere ? await openDemonstration() : null
const seat = isHere ? await openChromium() : null
const { county, cast, passwordOf, sitDown, recordOf } = opened ?? ({} as Demonstration)
const inTheDemonstration = test.skipIf(!isHere)
const at = (path: string): string => county.serving.url + path

async function statusOf(recordId: string): Promise<string> {
  const { rows } = await county.pool.query<{ status: string }>(
    'select status from app.record where record_id = $1',
    [recordId],
  )
  return rows[0]!.status
}

async function journey(staffId: string, go: (page: Page, own: Seat) => Promise<void>): Promise<void> {
  const own = await sitDown(await seat!(), staffId)
  await picture(own.page, `workbench-of-${staffId}`)
  try {
    await go(own.page, own)
  } catch (error) {
    await picture(own.page, `lost-${staffId}`)
    throw error
  }
  expect(own.complaints).toEqual([])
  await own.context.close()
}

/** What is not in the menu is refused by its address, in a sentence. */
async function isRefused(page: Page, path: string, menu: string): Promise<void> {
  expect(await page.getByRole('link', { name: menu, exact: true }).count()).toBe(0)
  await page.goto(at(path))
  expect(await page.getByRole('alert').first().innerText()).toMatch(/[。！]/)
}

/** What the record's page says of a step that is somebody else's. */
async function cannot(page: Page, step: string): Promise<void> {
  await page.getByText('当前不能办理的环节').click()
  const said = page.getByRole('listitem').filter({ has: page.getByText(step, { exact: true }) })
  expect(await said.first().innerText()).toMatch(/。|须由/)
  expect(await page.getByRole('tab', { name: step, exact: true }).count()).toBe(0)
}

const patience = { timeout: 20_000 }

const toDo = (page: Page, name: RegExp) => page.getByRole('link', { name }).first()

inTheDemonstration(
  'the handler corrects what came back',
  async () => {
    const who = cast('entry')
    const recordId = recordOf('order-account-returned-enter')
    await journey(who, async (page) => {
      await toDo(page, /更正.*账号变更/).click()
      await page.getByText('身份证件影像不清').first().waitFor()
      await page.getByRole('button', { name: '查看完整信息' }).click()
      await page.getByLabel('查看理由（留痕）').fill('更正退回的业务单')
      await page.getByRole('dialog').getByRole('button', { name: '查看完整信息' }).click()
      await page.getByText('正在显示完整信息').waitFor()
      await openTab(page, '更正后重新提交')
      await page.getByLabel('申请原因').fill('原银行卡遗失，已补扫证件')
      await attachFile(county, page, '补扫的身份证件.pdf')
      await press(page, '更正后重新提交')
      await reached(page, '待复核')
      expect(await statusOf(recordId)).toBe('ENTERED')
      await isRefused(page, '/trail', '留痕')
    })
  },
  120_000,
)

inTheDemonstration(
  'the reviewer opens, compares, confirms; the account is changed',
  async () => {
    const who = cast('review')
    await journey(who, async (page) => {
      const recordId = recordOf('order-account-waiting-enter')
      await page.getByRole('link', { name: '复核审批', exact: true }).click()
      await page.getByRole('heading', { level: 1, name: '复核审批' }).waitFor()
      await page.goto(at(`/records/ORDER_ACCOUNT_CHANGE/${recordId}`))
      await page.getByText('变更对比').waitFor()
      await openTab(page, '复核')
      await press(page, '复核')
      await confirmWith(page, { password: passwordOf(who) })
      await page
        .locator('.page-head')
        .getByText(/已生效|待审批/)
        .waitFor()
      expect(['DONE', 'REVIEWED']).toContain(await statusOf(recordId))
      await isRefused(page, '/trail', '留痕')
    })
  },
  120_000,
)

inTheDemonstration(
  'the approver decides on a warning with a reason',
  async () => {
    const who = cast('approval', 1)
    await journey(who, async (page) => {
      const recordId = recordOf('order-account-doubtful-enter')
      await toDo(page, /审批待遇账号变更/).waitFor()
      await page.goto(at(`/records/ORDER_ACCOUNT_CHANGE/${recordId}`))
      await page.getByText('命中').first().waitFor()
      await openTab(page, '审批不通过')
      await page.getByLabel('理由').fill('收款账号属于他人，未登记代领关系')
      await press(page, '审批不通过')
      await confirmWith(page, { password: passwordOf(who) })
      await expect.poll(() => statusOf(recordId), patience).toBe('REFUSED')
      await isRefused(page, '/trail', '留痕')
    })
  },
  120_000,
)

inTheDemonstration(
  'the accountant finds money that nobody knew, and matches it',
  async () => {
    const who = cast('accountant')
    await journey(who, async (page) => {
      const recordId = recordOf('recovery-instalments-open')
      await page.goto(at(`/recoveries/${recordId}`))
      await openTab(page, '登记到账')
      const before = await county.pool.query<{ fen: string }>(
        `select data ->> 'recovered_fen' as fen from app.record where record_id = $1`,
        [recordId],
      )
      await choose(page, '到账流水', /3,200\.00/)
      await press(page, '登记到账')
      await expect
        .poll(async () => {
          const { rows } = await county.pool.query<{ more: string }>(
            `select ((data ->> 'recovered_fen')::bigint - $2::bigint)::text as more
          from app.record where record_id = $1`,
            [recordId, before.rows[0]!.fen],
          )
          return rows[0]!.more
        }, patience)
        .toBe('320000')
      await isRefused(page, '/trail', '留痕')
    })
  },
  120_000,
)

inTheDemonstration(
  'another person compares the bank statement of the cashier, who cannot',
  async () => {
    const recordId = recordOf('bank-statement-next')
    await journey(cast('cashier'), async (page) => {
      await page.goto(at(`/records/BANK_STATEMENT/${recordId}`))
      await page.getByText('没有需要您办理的环节').waitFor()
      await cannot(page, '核对一致')
      await isRefused(page, '/trail', '留痕')
    })
    const who = cast('reconciliation')
    await journey(who, async (page) => {
      await toDo(page, /核对对账单/).click()
      await openTab(page, '核对一致')
      await press(page, '核对一致')
      await confirmWith(page, { password: passwordOf(who) })
      await expect.poll(() => statusOf(recordId), patience).toBe('ACCEPTED')
    })
  },
  120_000,
)

inTheDemonstration(
  'the internal auditor reminds of money that is late',
  async () => {
    await journey(cast('internalAudit'), async (page) => {
      const recordId = recordOf('recovery-instalments-open')
      await page.goto(at(`/recoveries/${recordId}`))
      await openTab(page, '登记催告')
      await choose(page, '催告方式', '电话')
      await page.getByLabel('催告内容').fill('第二期已到期，请尽快退还')
      await press(page, '登记催告')
      await page.getByText('第二期已到期').first().waitFor()
      await page.goto(at(`/cases/${recordOf('case-awaiting-approval-open')}`))
      await cannot(page, '同意结论')
    })
  },
  120_000,
)

inTheDemonstration(
  'supervisors of county, city and province find their cases and go on with them',
  async () => {
    await journey(cast('supervisor'), async (page) => {
      await page.goto(at(`/cases/${recordOf('case-awaiting-statement-open')}`))
      await openTab(page, '登记陈述申辩')
      await page.getByLabel('陈述申辩内容').fill('家属说明已报告村委会，未及时转报')
      await press(page, '登记陈述申辩')
      await page.getByText('未及时转报').first().waitFor()
    })
    await journey(cast('supervisor', 0, '990100'), async (page) => {
      const mine = page.locator('.ant-card', { hasText: '我核查的案件' })
      await mine.getByText(/已逾期 \d+ 天/).waitFor()
      await mine.getByRole('row').getByRole('link').first().click()
      await page.waitForURL(`**/cases/${recordOf('case-overdue-open')}`)
      await openTab(page, '登记工作底稿')
      await page.getByText('核查方式').first().waitFor()
      await cannot(page, '延期')
    })
    await journey(cast('supervisor', 0, '990000'), async (page) => {
      const caseId = recordOf('case-assigned-open')
      await toDo(page, /核查案件/).click()
      await openTab(page, '开始核查')
      await press(page, '开始核查')
      await reached(page, '核查中')
      expect(await statusOf(caseId)).toBe('VERIFYING')
    })
  },
  180_000,
)

inTheDemonstration(
  'the leader approves the conclusion of somebody else',
  async () => {
    const who = cast('agencyHead')
    await journey(who, async (page) => {
      await toDo(page, /审批核查结论/).click()
      await openTab(page, '同意结论')
      await page.getByLabel('审批意见').fill('同意')
      await press(page, '同意结论')
      await confirmWith(page, { password: passwordOf(who) })
      await reached(page, '处理中')
      expect(await statusOf(recordOf('case-awaiting-approval-open'))).toBe('HANDLING')
      await isRefused(page, '/trail', '留痕')
    })
  },
  120_000,
)

inTheDemonstration(
  'the system officer cannot decide on his own grant; the security officer does',
  async () => {
    const recordId = recordOf('office-grant-enter')
    await journey(cast('systemOfficer'), async (page) => {
      await page.goto(at(`/records/ORDER_GRANT_ROLE/${recordId}`))
      await cannot(page, '复核')
    })
    const who = cast('securityOfficer')
    await journey(who, async (page) => {
      await toDo(page, /复核.*授权/).click()
      await openTab(page, '复核')
      await press(page, '复核')
      await confirmWith(page, { password: passwordOf(who) })
      await expect.poll(() => statusOf(recordId), patience).toBe('DONE')
    })
  },
  120_000,
)

inTheDemonstration(
  'the audit officer sees all of it in the trail, with its proof, and no business',
  async () => {
    await journey(cast('auditOfficer'), async (page) => {
      await page.getByRole('link', { name: '留痕', exact: true }).click()
      await page.getByRole('heading', { level: 1, name: '留痕' }).waitFor()
      await page.locator('.ant-table-row a').first().click()
      await page.getByText('存在性证明').first().waitFor()
      await isRefused(page, `/cases/${recordOf('case-overdue-open')}`, '案件')
    })
  },
  120_000,
)

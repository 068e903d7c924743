import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { actOn, upload } from '../journeys/acting.ts'
import type { ServedCounty, SignedIn } from '../journeys/served-county.ts'

/** What people do with the forms of cases at a page. */

export async function choose(page: Page, label: string, option: string | RegExp): Promise<void> {
  await page.getByLabel(label, { exact: true }).click()
  await page
    .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option')
    .filter({ hasText: option })
    .first()
    .click()
  // A list of several stays open above what is below it.
  await page.keyboard.press('Escape')
}

export async function fillDay(page: Page, label: string, day: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).fill(day)
  await page.keyboard.press('Enter')
}

/** Antd puts a space between two Chinese characters of a button. */
export function named(title: string): RegExp {
  return title.length === 2 ? new RegExp(`^${title[0]}\\s*${title[1]}$`) : new RegExp(`^${title}$`)
}

export async function openTab(page: Page, title: string): Promise<void> {
  await page.getByRole('tab', { name: title, exact: true }).click()
}

export async function press(page: Page, title: string): Promise<void> {
  await page
    .getByRole('button', { name: named(title) })
    .last()
    .click()
}

export async function confirmWith(page: Page, { password }: Pick<SignedIn, 'password'>): Promise<void> {
  await page.getByLabel('登录口令').fill(password)
  await page.getByRole('button', { name: '确认并提交' }).click()
}

export async function attachFile(
  { folder }: Pick<ServedCounty, 'folder'>,
  page: Page,
  name: string,
): Promise<void> {
  const file = path.join(folder, name)
  await writeFile(file, `%PDF-1.7\n% ${name}\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n`)
  await page.locator('input[type=file]').first().setInputFiles(file)
  await page.getByText(name).first().waitFor()
}

/** Waits until the record shows the status. */
export async function reached(page: Page, status: string): Promise<void> {
  await page.locator('.page-head').getByText(status, { exact: true }).waitFor()
}

/** A statement of the bank that one imported and another compared: from then on its lines can be matched. */
export async function acceptStatement(
  { importer, comparer }: { readonly importer: SignedIn; readonly comparer: SignedIn },
  line: { readonly amount: string; readonly occurred_on: string },
): Promise<void> {
  const input = {
    ...{ fund_account_id: `ACC${randomUUID().slice(0, 6)}`, from: line.occurred_on, to: line.occurred_on },
    lines: [{ sequence: 1, direction: 'IN', counterparty_name: '某家属', memo: '退还多领待遇', ...line }],
  }
  const attachments = [{ id: await upload(importer), purpose: 'STATEMENT_FILE' }]
  const imported = await actOn(importer, { kind: 'BANK_STATEMENT' }, { action: 'import', input, attachments })
  if (imported.status !== 200) throw new Error(imported.text)
  const recordId = imported.body.record_id as string
  await comparer.browser.get(`/api/records/BANK_STATEMENT/${recordId}`)
  const act = { action: 'accept', input: {}, attachments: [], version: 1 }
  const accepted = await actOn(comparer, { kind: 'BANK_STATEMENT', recordId }, act)
  if (accepted.status !== 200) throw new Error(accepted.text)
}

import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Locator, Page } from 'playwright-core'
import type { ServedCounty } from '../journeys/served-county.ts'

/** The form of an account change as a person fills it in. */

export const enterButton = (page: Page): Locator => page.getByRole('button', { name: /^录\s*入$/ })

export async function fillIn(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
  await page.getByLabel('个人编号').fill(values.person_id!)
  await page.getByLabel('原账号').fill(values.old_account!)
  await page.getByLabel('新账号').fill(values.new_account!)
  await page.getByLabel('开户银行').fill(values.bank!)
  await page.getByLabel('户名').fill(values.holder_name!)
  await page.getByLabel('户主证件号码').fill(values.holder_id_number!)
  for (const [label, option] of [
    ['户主关系', '本人'],
    ['账户类型', '社保卡'],
    ['渠道', '窗口'],
  ] as const) {
    await page.getByLabel(label).click()
    await page
      .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)')
      .getByText(option, { exact: false })
      .first()
      .click()
  }
  await page.getByLabel('申请原因').fill(values.reason!)
}

export async function openForm(page: Page): Promise<void> {
  await page.getByRole('link', { name: '业务办理', exact: true }).click()
  await page.getByRole('link', { name: '待遇账号变更业务单', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: '待遇账号变更业务单' }).waitFor()
}

export async function attach(county: Pick<ServedCounty, 'folder'>, page: Page): Promise<void> {
  const file = path.join(county.folder, '账户变更申请.pdf')
  await writeFile(file, '%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n')
  await page.locator('input[type=file]').setInputFiles(file)
  await page.getByText('账户变更申请.pdf').waitFor()
}

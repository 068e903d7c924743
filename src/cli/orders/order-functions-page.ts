import { titleOfDuty } from '#access/duties.ts'
import type { AccessStep } from '#access/functions/access-function.ts'
import { accessFunctions } from '#access/functions/catalogue.ts'
import { batchImportBasis } from '#orders/files/import/batch-import.ts'
import { paymentFileBasis } from '#orders/files/payment-file.ts'
import type { ControlBasis } from '#orders/functions/order-function.ts'
import { orderFunctions } from '#orders/order-functions.ts'
import { rules } from '#rules/catalogue.ts'

const whenTexts: Readonly<Record<AccessStep['when'], string>> = {
  ALWAYS: '',
  ON_HIT: '（有疑点或无法判断时）',
  KEY_POST: '（风险岗位）',
}

function stepText({ duties, when, isLimited }: AccessStep): string {
  const who = duties.map((duty) => titleOfDuty(duty).zh).join('或')
  return `${who}${whenTexts[when]}${isLimited ? '，限额内' : ''}`
}

const ofFiles: readonly (readonly [code: string, basis: readonly ControlBasis[]])[] = [
  ['PAYMENT_FILE', paymentFileBasis],
  ['BATCH_IMPORT', batchImportBasis],
]

function headOf(code: string): string[] {
  const listed = accessFunctions.get(code)!
  return [
    `## ${listed.title.zh} \`${code}\``,
    '',
    `*${listed.title.en}*${listed.isTogether ? ' · 两人须在十分钟内共同确认' : ''}`,
    '',
    `- 环节：${listed.steps.map(stepText).join(' → ')}`,
  ]
}

const basisLines = (basis: readonly ControlBasis[]): string[] =>
  basis.map(({ document, clause, quote }) => `- 依据：《${document}》${clause}：“${quote}”`)

/** docs/operate/order-functions.md: what each function asks, checks, and quotes as its ground; of files, whose lines are checked one by one, who acts and why. */
export function orderFunctionsPage(): string {
  const titles = new Map(rules.map(({ code, title }) => [code, title.zh]))
  const sections = orderFunctions.map(({ code, ruleCodes, hardStops, attachments, basis }) => {
    const checks = ruleCodes.map((each) => {
      const text = `[${each}](../rules/${each}.md) ${titles.get(each)}`
      return hardStops.includes(each) ? `${text}（查实即不得办理）` : text
    })
    return [
      ...headOf(code),
      `- 材料：${attachments.map(({ title }) => title.zh).join('；')}`,
      `- 检查：${checks.join('；')}`,
      ...basisLines(basis),
    ].join('\n')
  })
  const files = ofFiles.map(([code, basis]) => [...headOf(code), ...basisLines(basis)].join('\n'))
  const head = `# 高风险业务：环节、材料、检查与依据

<!-- Generated from src/orders by src/cli/orders/order-functions-page.ts: npm run docs. -->

How an order goes, returns, holds and reversals are in [orders.md](orders.md). Numbers 000 to 004 are the founding texts.`
  return `${[head, ...sections, ...files].join('\n\n')}\n`
}

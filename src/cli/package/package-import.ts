import path from 'node:path'
import type { Language } from '#base/bilingual.ts'
import { type Call, type Command, findText, isSet, type Surroundings } from '#cli/command.ts'
import { textTable } from '#cli/text-table.ts'
import { packageKinds } from '#packages/package-kinds.ts'
import type { Imported } from '#server/packages/import-package.ts'
import type { ItemResult } from '#server/packages/item-attempts.ts'
import { withExchange } from './with-exchange.ts'

const exitStatusOfRefused = 3

export const packageImportCommand: Command = {
  name: 'package import',
  summary: {
    zh: '验证并导入签名数据包，逐项报告',
    en: 'Verify a signed package and take it in, item by item',
  },
  operands: 'FILE',
  operandCount: { min: 1, max: 1 },
  options: {
    staff: {
      value: 'ID',
      text: {
        zh: '以谁的名义办理（报送类），须有页面上同样的权限',
        en: 'In whose name, for what comes up; entitled as on the page',
      },
    },
    'dry-run': { text: { zh: '只检查，不导入', en: 'Check only' } },
    'leave-refused': {
      text: {
        zh: '不能办理的项就此了结，可接着导入下一号',
        en: 'Settle what is refused, so that the next package may come',
      },
    },
  },
  notes: [
    {
      zh: '同一数据包再次导入不重复办理；中断后再次导入即从中断处继续。退出状态：0 全部办理，3 有项未办理。',
      en: 'The same package again does nothing twice; after an interruption import it again and it goes on. Exit status: 0 all done, 3 something was refused.',
    },
  ],
  examples: [
    {
      line: 'fangxian package import answers-1.zip --staff G101 --dry-run',
      text: { zh: '先检查', en: 'Check first' },
    },
    {
      line: 'fangxian package import answers-1.zip --staff G101',
      text: { zh: '导入自查答复', en: 'Take answers in' },
    },
  ],
  run: importNow,
}

async function importNow({ operands, values }: Call, surroundings: Surroundings): Promise<number> {
  const { importPackage } = await import('#server/packages/import-package.ts')
  const { language, print, workingDirectory } = surroundings
  const file = path.resolve(workingDirectory, operands[0]!)
  const imported = await withExchange(surroundings, (exchange) =>
    importPackage(exchange, {
      ...{ file, staffId: findText(values, 'staff') ?? null },
      ...{ isDryRun: isSet(values, 'dry-run'), leavesRefused: isSet(values, 'leave-refused') },
    }),
  )
  print(importedText(imported, language))
  return imported.items.some(({ outcome }) => outcome === 'REFUSED') ? exitStatusOfRefused : 0
}

const stateTexts = {
  ALREADY: { zh: '以前已导入，本次没有办理任何事项。', en: 'It was imported before; nothing was done.' },
  DONE: { zh: '导入完毕。', en: 'It is imported.' },
  OPEN: {
    zh: '有项未能办理；处理后再次导入，或加 --leave-refused 了结。',
    en: 'Something was refused: mend it and import again, or settle it with --leave-refused.',
  },
  DRY_RUN: { zh: '仅检查，没有导入任何内容。', en: 'Checked only; nothing was imported.' },
} as const satisfies Record<Imported['state'], object>

const outcomeTexts = {
  ACCEPTED: { zh: '已办理', en: 'done' },
  ALREADY: { zh: '以前已办理', en: 'already done' },
  WOULD_DO: { zh: '可以办理', en: 'would be done' },
  REFUSED: { zh: '未办理', en: 'refused' },
} as const satisfies Record<ItemResult['outcome'], object>

function importedText({ opened, partner, state, items }: Imported, language: Language): string {
  const { kind, sequence } = opened.manifest
  const heading = {
    zh: `“${partner.title}”的第 ${sequence} 号数据包（${packageKinds[kind].title.zh}）：${stateTexts[state].zh}`,
    en: `Package ${sequence} of "${partner.title}" (${packageKinds[kind].title.en}): ${stateTexts[state].en}`,
  }
  const lines = items.map(({ item, recordKind, recordId, outcome, text }) => [
    ...[String(item), recordKind, recordId ?? '', outcomeTexts[outcome][language], text?.[language] ?? ''],
  ])
  return `${heading[language]}\n${lines.length === 0 ? '' : textTable(lines, [0])}`
}

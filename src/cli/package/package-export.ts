import { existsSync } from 'node:fs'
import path from 'node:path'
import { formatDay } from '#base/calendar-math.ts'
import { Refusal } from '#base/refusal.ts'
import {
  allTexts,
  type Call,
  type Command,
  findWholeNumber,
  getText,
  type Surroundings,
  wrongUsage,
} from '#cli/command.ts'
import { findPackageKind, type PackageKind, typedKinds } from '#packages/package-kinds.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import { recipientOf, withExchange } from './with-exchange.ts'

export const packageExportCommand: Command = {
  name: 'package export',
  summary: {
    zh: '导出签名数据包：排查任务、下发疑点给下级，自查答复、疑点反馈、风险台账给上级',
    en: 'Write a signed package: tasks and findings downwards; answers, write-backs and ledgers upwards',
  },
  operands: '',
  operandCount: { min: 0, max: 0 },
  options: {
    kind: { value: 'KIND', text: { zh: `内容：${typedKinds}`, en: `What: ${typedKinds}` } },
    to: {
      value: 'NAME',
      text: { zh: '收件方，登记时的称呼', en: 'For whom, as it was registered' },
    },
    agency: {
      value: 'ID',
      text: { zh: '收件单位没有系统：其机构编号', en: 'Instead of --to: a unit without the system' },
    },
    staff: {
      value: 'ID',
      text: { zh: '以谁的名义（工号），须有导出或报送权限', en: 'In whose name, who must be entitled to it' },
    },
    table: {
      value: 'FILE',
      isRepeatable: true,
      text: { zh: '填好的表（自查答复、疑点反馈）', en: 'A filled-in table, for answers and write-backs' },
    },
    year: { value: 'YEAR', text: { zh: '台账年度，默认本年', en: 'Of the ledger; this year' } },
    again: {
      value: 'NUMBER',
      text: { zh: '重新写出已导出的第几号', en: 'Write package NUMBER once more, byte by byte' },
    },
    out: { value: 'FILE', text: { zh: '写入的文件，不得已存在', en: 'The file to write, not there yet' } },
  },
  notes: [
    {
      zh: '身份证号、账号、电话和姓名按页面同样脱敏。每个收件方的数据包连续编号；导出留痕。',
      en: 'Numbers and names of persons are masked as on the pages. The packages of a recipient are numbered; each export is in the trail.',
    },
  ],
  examples: [
    {
      line: 'fangxian package export --kind tasks --to 示例县 --staff G001 --out tasks-1.zip',
      text: { zh: '下发排查任务', en: 'Tasks for a unit with the system' },
    },
    {
      line: 'fangxian package export --kind answers --to 示例省 --staff G101 --table check.xlsx --out answers-1.zip',
      text: { zh: '报送自查答复', en: 'Answers from a filled-in table' },
    },
    {
      line: 'fangxian package export --to 示例县 --again 3 --out tasks-3.zip',
      text: { zh: '重新写出第 3 号', en: 'Package 3 once more' },
    },
  ],
  run: exportNow,
}

async function exportNow({ values }: Call, surroundings: Surroundings): Promise<number> {
  const { exportAgain, exportPackage } = await import('#server/packages/export-package.ts')
  const { language, print, workingDirectory, now } = surroundings
  const out = path.resolve(workingDirectory, getText(values, 'out'))
  if (existsSync(out)) {
    throw new Refusal('unwritable_output', {
      zh: `${out} 已存在；请换一个文件名。`,
      en: `${out} is there already; give another name.`,
    })
  }
  const to = recipientOf(values)
  const again = findWholeNumber(values, 'again', { min: 1, max: 1_000_000 })
  const made = await withExchange(surroundings, (exchange) => {
    if (again !== undefined) return exportAgain(exchange, { to, sequence: again, out })
    const tables = allTexts(values, 'table').map((file) => path.resolve(workingDirectory, file))
    const year =
      findWholeNumber(values, 'year', { min: 2018, max: 2100 }) ??
      Number(formatDay(shanghaiDay(now())).slice(0, 4))
    const staffId = getText(values, 'staff')
    return exportPackage(exchange, { kind: kindOf(getText(values, 'kind')), to, staffId, out, tables, year })
  })
  const said = {
    zh: `第 ${made.sequence} 号数据包（${made.recipient}）已写入 ${out}\n摘要 ${made.digest}\n`,
    en: `Package ${made.sequence} for ${made.recipient} is in ${out}\nDigest ${made.digest}\n`,
  }
  print(said[language])
  return 0
}

function kindOf(typed: string): PackageKind {
  const kind = findPackageKind(typed)
  if (kind !== undefined) return kind
  throw wrongUsage({
    zh: `选项 --kind 应为 ${typedKinds} 之一，而不是“${typed}”。`,
    en: `The option --kind must be one of ${typedKinds}, not "${typed}".`,
  })
}

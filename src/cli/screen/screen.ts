import path from 'node:path'
import { urlOption } from '#cli/cluster/cluster-option.ts'
import {
  allTexts,
  type Call,
  type Command,
  findText,
  findWholeNumber,
  isSet,
  type Surroundings,
} from '#cli/command.ts'
import { chooseRules } from '#cli/rules/find-rule.ts'
import { elsewhereMs } from '#cli/stop-soon.ts'
import { readConfidences } from './confidence-option.ts'
import { parseEngine } from './engine-option.ts'
import { parseAsOf, parseSettings, parseSplit } from './screen-options.ts'
import { readShadows } from './shadow-option.ts'
import { runSucceeded, summaryText } from './summary.ts'

async function screen({ operands, values }: Call, surroundings: Surroundings): Promise<number> {
  const { print, tell, language, workingDirectory } = surroundings
  const inside = (name: string): string => path.resolve(workingDirectory, name)
  const out = findText(values, 'out')
  const base = findText(values, 'base')
  const confidence = findText(values, 'confidence')
  const rules = chooseRules(allTexts(values, 'rule'))
  const { runToFolder } = await import('./run-to-folder.ts')
  const run = await runToFolder(
    {
      deliveries: operands.map(inside),
      base: base === undefined ? undefined : inside(base),
      out: out === undefined ? undefined : inside(out),
      rules,
      cluster: parseEngine(values),
      settings: parseSettings(allTexts(values, 'set')),
      shadows: await readShadows(allTexts(values, 'shadow'), rules, inside),
      confidences: await readConfidences(confidence === undefined ? undefined : inside(confidence)),
      asOfDay: parseAsOf(values),
      isSplitByRegion: parseSplit(values),
      reviewedFiles: allTexts(values, 'reviewed').map(inside),
      isUnmasked: isSet(values, 'unmasked'),
      threads: findWholeNumber(values, 'threads', { min: 1, max: 1024 }),
      memoryLimitMegabytes: findWholeNumber(values, 'memory', { min: 128, max: 10_000_000 }),
    },
    surroundings,
  )
  if (isSet(values, 'json')) {
    print(run.runJson)
    for (const warning of run.summary.warnings) tell(`${warning[language]}\n`)
  } else {
    print(summaryText(run, language))
  }
  return runSucceeded(run.summary) ? 0 : 1
}

export const screenCommand: Command = {
  name: 'screen',
  summary: {
    zh: '筛查一次交付的数据，给出疑点与报告',
    en: 'Screen a delivery: findings, evidence and reports',
  },
  operands: 'DELIVERY…',
  operandCount: { min: 1, max: Number.POSITIVE_INFINITY },
  options: {
    out: {
      value: 'DIR',
      text: { zh: '输出文件夹，默认 screening-截止日', en: 'Output folder; default screening-<as_of>' },
    },
    base: {
      value: 'DIR',
      text: {
        zh: '以前一次运行的输出文件夹或快照，本次交付加在其上',
        en: 'Folder or snapshot of an earlier run, to which the delivery is added',
      },
    },
    'as-of': {
      value: 'YYYY-MM-DD',
      text: {
        zh: '截止日，默认最近发放月的最后一天',
        en: "Day of the run in the data's time; default: the last day of the latest pay_month",
      },
    },
    rule: {
      value: 'CODE',
      isRepeatable: true,
      text: { zh: '只运行这条规则', en: 'Run only this rule' },
    },
    set: {
      value: 'CODE.parameter=value',
      isRepeatable: true,
      text: { zh: '设置规则参数', en: "Set a rule's parameter" },
    },
    shadow: {
      value: 'CODE=FILE',
      isRepeatable: true,
      text: {
        zh: '用另一组参数（.yaml、.json）或另一种 SQL（.sql）旁路运行规则并比较',
        en: 'Run the rule beside itself with other parameters (.yaml, .json) or SQL (.sql)',
      },
    },
    split: {
      value: 'region',
      text: { zh: '按统筹区各出一份核查表', en: 'One workbook a region to hand out' },
    },
    reviewed: {
      value: 'FILE',
      isRepeatable: true,
      text: { zh: '读回已填写核查结论的 report.xlsx', en: 'A report.xlsx with conclusions filled in' },
    },
    confidence: {
      value: 'FILE',
      text: {
        zh: '规则的实测准确率（.yaml、.json、.csv，每行“规则代码: 0.82”），用于风险画像，默认 0.5',
        en: 'Measured precision of rules (.yaml, .json, .csv; lines "CODE: 0.82") for the risk view; default 0.5',
      },
    },
    engine: {
      value: 'duckdb|clickhouse',
      text: {
        zh: '在本机（duckdb，默认）或在集群上（clickhouse，须给 --url）运行规则；结果逐字节相同',
        en: 'Run the rules on this machine (duckdb, the default) or on a cluster (clickhouse, with --url): the same bytes',
      },
    },
    url: urlOption,
    unmasked: { text: { zh: '显示完整姓名', en: 'Names in clear' } },
    json: { text: { zh: '向标准输出打印 run.json', en: 'Print run.json on standard output' } },
    threads: { value: 'N', text: { zh: '线程数，默认全部处理器', en: 'Threads; default: all processors' } },
    memory: { value: 'MB', text: { zh: '数据库内存上限', en: 'Memory limit of the database' } },
  },
  notes: [
    {
      zh: 'DELIVERY 是存放数据文件的文件夹、.zip 或单个文件；也可以是以前一次运行的输出文件夹或其中的 snapshot，这时不再读原始文件。\n退出状态：0 完成；2 用法、输入或输出有误；1 程序出错或磁盘已满；130 被中断。',
      en: 'DELIVERY is a folder with data files, a .zip or a single file; or the folder of an earlier run or its snapshot,\nwhich is then screened again without the files.\nExit status: 0 complete; 2 wrong usage, input or output; 1 an error or a full disk; 130 interrupted.',
    },
    {
      zh: '用 --base 时只读本次交付：名册类的表（人员、单位、待遇核定、外部名单等）整表替换以前的，其他表的行追加，\n主键相同而内容不同的行替换以前的行并列入 changes.csv；本次没有的表沿用以前的。',
      en: 'With --base only the new delivery is read: its registers (persons, employers, entitlements, lists of other\ndepartments …) replace the earlier ones as a whole, rows of other tables are added, a row with a known key replaces\nthe earlier one and is listed in changes.csv, and tables that it lacks stay as they were.',
    },
  ],
  examples: [
    {
      line: 'fangxian screen 交付数据 --out 筛查结果',
      text: { zh: '筛查一个文件夹', en: 'Screen a folder' },
    },
    {
      line: 'fangxian screen 筛查结果 --rule AMT-01 --set AMT-01.cap_170=3000 --out 第二次',
      text: {
        zh: '换参数再筛查一遍，不再读文件',
        en: 'Screen again with another threshold, without the files',
      },
    },
    {
      line: 'fangxian screen 四月交付 --base 三月结果 --out 四月结果',
      text: {
        zh: '只读新的交付，加在以前的数据之上',
        en: 'Add a later delivery to the data of an earlier run',
      },
    },
    {
      line: 'fangxian screen 交付数据 --engine clickhouse --url http://10.0.0.1:8123 --url http://10.0.0.2:8123',
      text: {
        zh: '规则在两个分片的集群上运行，数据不在集群上时先装上去',
        en: 'Rules run on a cluster of two shards, onto which the data go first if they are not there',
      },
    },
  ],
  stop_ms_max: elsewhereMs + 5_000,
  run: screen,
}

import path from 'node:path'
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
import { parseAsOf, parseSettings, parseSplit } from './screen-options.ts'
import { runSucceeded, summaryText } from './summary.ts'

async function screen({ operands, values }: Call, surroundings: Surroundings): Promise<number> {
  const { print, tell, language, workingDirectory } = surroundings
  const inside = (name: string): string => path.resolve(workingDirectory, name)
  const out = findText(values, 'out')
  const { runToFolder } = await import('./run-to-folder.ts')
  const run = await runToFolder(
    {
      deliveries: operands.map(inside),
      out: out === undefined ? undefined : inside(out),
      rules: chooseRules(allTexts(values, 'rule')),
      settings: parseSettings(allTexts(values, 'set')),
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
    split: {
      value: 'region',
      text: { zh: '按统筹区各出一份核查表', en: 'One workbook a region to hand out' },
    },
    reviewed: {
      value: 'FILE',
      isRepeatable: true,
      text: { zh: '读回已填写核查结论的 report.xlsx', en: 'A report.xlsx with conclusions filled in' },
    },
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
  ],
  run: screen,
}

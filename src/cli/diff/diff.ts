import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Call, type Command, findText, isSet, type Surroundings } from '#cli/command.ts'
import { stopSoon } from '#cli/stop-soon.ts'
import { stageOutput } from '#platform/output-folder.ts'
import { type Comparison, compareRuns } from '#reporting/comparison/compare-runs.ts'
import { comparisonFiles, comparisonJson, writeComparison } from '#reporting/comparison/comparison-files.ts'
import { readRecordedRun } from '#reporting/comparison/run-record.ts'
import { rules } from '#rules/catalogue.ts'
import { tablesReadBy } from '#screening/prepare-tables.ts'
import { diffText } from './diff-text.ts'

function tablesOf(ruleCode: string): readonly string[] | null {
  const rule = rules.find(({ code }) => code === ruleCode)
  return rule === undefined ? null : tablesReadBy(rule)
}

async function writeInto(directory: string, comparison: Comparison): Promise<void> {
  const staged = await stageOutput(directory)
  try {
    await writeComparison(staged.resultDirectory, comparison)
    const isOwned = (name: string): boolean => comparisonFiles.some((file) => file === name)
    await staged.publish({ directory, last: 'diff.json', isOwned })
  } finally {
    await staged.discard()
  }
}

async function diffIn(
  workDirectory: string,
  { operands, values }: Call,
  { language, print, workingDirectory, signal }: Surroundings,
): Promise<number> {
  const inside = (name: string): string => path.resolve(workingDirectory, name)
  const out = findText(values, 'out')
  const [before, after] = operands as [string, string]
  const comparison = await compareRuns({
    before: await readRecordedRun(inside(before), before),
    after: await readRecordedRun(inside(after), after),
    workDirectory,
    tablesOf,
    signal,
  })
  try {
    if (out !== undefined) await writeInto(inside(out), comparison)
    signal.throwIfAborted()
    print(isSet(values, 'json') ? comparisonJson(comparison) : diffText(comparison, language))
    return 0
  } finally {
    comparison.close()
  }
}

async function diff(call: Call, surroundings: Surroundings): Promise<number> {
  const workDirectory = await mkdtemp(path.join(tmpdir(), 'fangxian-diff-'))
  try {
    return await stopSoon(diffIn(workDirectory, call, surroundings), surroundings.signal)
  } finally {
    await rm(workDirectory, { recursive: true, force: true })
  }
}

export const diffCommand: Command = {
  name: 'diff',
  summary: {
    zh: '比较两次运行：新增、消失、变化的疑点及原因',
    en: 'Compare two runs: new, gone and changed findings, and why',
  },
  operands: 'RUN_A RUN_B',
  operandCount: { min: 2, max: 2 },
  options: {
    out: {
      value: 'DIR',
      text: {
        zh: '写出 new.csv、gone.csv、changed.csv 和 diff.json',
        en: 'Write new.csv, gone.csv, changed.csv and diff.json',
      },
    },
    json: { text: { zh: '输出 JSON', en: 'Print JSON' } },
  },
  notes: [
    {
      zh: 'RUN_A 是前一次、RUN_B 是后一次运行的输出文件夹。金额、级别或证据不同为“变化”。原因取自两次的 run.json：\n数据（规则所用的表）、参数、规则版本或 SQL、截止日、程序版本；有差别的都列出，不判断是哪一个起了作用。\n退出状态：0 比较完成，不论有无差别；2 用法有误，或某个文件夹不是一次完成的运行。',
      en: 'RUN_A is the folder of the run before, RUN_B of the one after. A finding is changed if its amount, level or evidence\nis. Reasons come from both run.json: data (tables that the rule reads), parameters, version or SQL of the rule, as_of,\nversion of the program; each that differs is named, whichever of them made the difference.\nExit status: 0 compared, whatever the outcome; 2 wrong usage, or a folder that is no finished run.',
    },
  ],
  examples: [
    {
      line: 'fangxian diff 三月结果 四月结果 --out 比较',
      text: { zh: '这个月与上个月有何不同', en: 'What this month has that last month had not' },
    },
  ],
  run: diff,
}

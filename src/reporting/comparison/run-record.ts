import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { Refusal } from '#base/refusal.ts'

const InputRecord = z.object({
  file: z.string(),
  table: z.string(),
  sha256: z.string(),
  rows_loaded: z.number(),
  rows_rejected: z.number(),
})

const RuleRecord = z.object({
  code: z.string(),
  version: z.number(),
  status: z.enum(['HIT', 'PASS', 'NOT_EVALUATED', 'FAILED']),
  reason: z.string().nullable(),
  reason_en: z.string().nullish(),
  findings: z.number(),
  amount: z.string(),
  parameters: z.record(z.string(), z.string()),
  sql_sha256: z.string(),
  title: z.string().optional(),
  title_en: z.string().optional(),
})

const RunFile = z.object({
  standard_version: z.number(),
  program_version: z.string(),
  as_of: z.string(),
  inputs: z.array(InputRecord),
  rules: z.array(RuleRecord),
  findings_sha256: z.string(),
})

export type RuleRecord = z.infer<typeof RuleRecord>
export type RunRecord = z.infer<typeof RunFile>

export interface RecordedRun {
  /** As the user named it. */
  readonly name: string
  readonly record: RunRecord
  readonly findingsFile: string
}

function unreadable(folder: string, zh: string, en: string): Refusal {
  return new Refusal('unreadable_input', {
    zh: `${folder} 不是一次完成的运行（${zh}）；请给出 fangxian screen 的输出文件夹。`,
    en: `${folder} is not the folder of a finished run (${en}); give one that fangxian screen wrote.`,
  })
}

/** What a run says about itself. run.json is written last: without it the run was not finished. */
export async function readRecordedRun(folder: string, name: string): Promise<RecordedRun> {
  let text: string
  try {
    text = await readFile(path.join(folder, 'run.json'), 'utf8')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const why = code === 'ENOENT' || code === 'ENOTDIR' ? ['没有 run.json', 'no run.json'] : undefined
    throw unreadable(
      name,
      why?.[0] ?? `run.json：${code ?? message}`,
      why?.[1] ?? `run.json: ${code ?? message}`,
    )
  }
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch {
    throw unreadable(name, 'run.json 不是 JSON', 'run.json is no JSON')
  }
  const parsed = RunFile.safeParse(content)
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join('.') ?? ''
    throw unreadable(name, `run.json 的 ${where} 无效`, `${where} in run.json is invalid`)
  }
  const findingsFile = path.join(folder, 'findings.jsonl')
  const isThere = await stat(findingsFile).then(
    (found) => found.isFile(),
    () => false,
  )
  if (!isThere) throw unreadable(name, '没有 findings.jsonl', 'no findings.jsonl')
  return { name, record: parsed.data, findingsFile }
}

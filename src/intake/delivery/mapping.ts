import { parse } from 'yaml'
import { z } from 'zod'
import { Refusal } from '#base/refusal.ts'
import { findTable } from '#standard/tables.ts'

/** mapping.yaml of a delivery: how its files, headers and values are called in the standard. */
/** A key without anything below it, as in a draft whose lines were all deleted. */
function orNothing<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => (value === '' || value === undefined ? {} : value), schema)
}

const FileEntry = z.strictObject({
  table: z.string().optional(),
  columns: orNothing(z.record(z.string(), z.string())),
  values: orNothing(z.record(z.string(), orNothing(z.record(z.string(), z.string())))),
})

export const Mapping = z.strictObject({
  /** Prefixes the ids of this delivery's files: `A01` makes `P1` into `A01:P1`. */
  source: z
    .string()
    .regex(/^[A-Za-z0-9_.-]{0,20}$/, 'letters, digits, _ . -, at most 20')
    .default(''),
  files: orNothing(z.record(z.string(), FileEntry)),
})
export type Mapping = z.infer<typeof Mapping>

export const emptyMapping: Mapping = { source: '', files: {} }

export const mappingNames: ReadonlySet<string> = new Set(['mapping.yaml', 'mapping.yml'])

function refuse(zh: string, en: string): Refusal {
  return new Refusal('unreadable_input', { zh: `mapping.yaml：${zh}`, en: `mapping.yaml: ${en}` })
}

function checkFile(name: string, entry: z.infer<typeof FileEntry>, tableOfName: string | undefined): void {
  const table = findTable(entry.table ?? tableOfName ?? '')
  if (table === undefined) {
    const given = entry.table ?? ''
    throw refuse(
      `文件 ${name} 的 table“${given}”不是标准中的表，请改为标准表名。`,
      `the table "${given}" of file ${name} is not in the standard; name one of its tables.`,
    )
  }
  const known = new Set(table.columns.map((each) => each.name as string))
  for (const column of [...Object.values(entry.columns), ...Object.keys(entry.values)]) {
    if (column !== '' && !known.has(column)) {
      throw refuse(
        `文件 ${name} 中的列“${column}”不是表 ${table.name} 的列，请改正。`,
        `${table.name} has no column "${column}", as file ${name} says; correct it.`,
      )
    }
  }
}

/** `tableOf` recognises a file by its name. */
export function parseMapping(text: string, tableOf: (name: string) => string | undefined): Mapping {
  let content: unknown
  try {
    // Without a schema every scalar stays the text that was written: `01` is not 1, `no` is not false.
    content = parse(text, { schema: 'failsafe' })
  } catch (error) {
    const [first] = (error as Error).message.split('\n')
    throw refuse(`不是有效的 YAML（${first}），请改正。`, `it is not valid YAML (${first}); correct it.`)
  }
  const parsed = Mapping.safeParse(content === null || content === '' ? {} : content)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!
    const at = issue.path.join('.')
    throw refuse(
      `“${at}”不符合要求（${issue.message}），请改正。`,
      `"${at}" is not as expected (${issue.message}); correct it.`,
    )
  }
  for (const [name, entry] of Object.entries(parsed.data.files)) checkFile(name, entry, tableOf(name))
  return parsed.data
}

import type { ExportColumn } from '#platform/http/list/list-export.ts'
import type { RuleForm } from './rule-forms.ts'

function column(
  [zh, en]: readonly [string, string],
  width: number,
  of: (row: RuleForm) => string | null,
): ExportColumn<RuleForm> {
  return { title: { zh, en }, kind: 'text', width, valueOf: of }
}

const count = (
  [zh, en]: readonly [string, string],
  of: 'true' | 'partly_true' | 'untrue' | 'unverifiable',
): ExportColumn<RuleForm> => ({
  title: { zh, en },
  kind: 'integer',
  width: 10,
  valueOf: ({ precision }) => precision?.[of] ?? 0,
})

/** What the catalogue shows. */
export const exportColumns: readonly ExportColumn<RuleForm>[] = [
  column(['规则', 'rule'], 10, ({ code }) => code),
  column(['名称', 'title'], 30, ({ title }) => title.zh),
  column(['英文名称', 'title in English'], 36, ({ title }) => title.en),
  column(['类别', 'family'], 14, ({ family_title }) => family_title.zh),
  column(['级别', 'level'], 12, ({ level_text }) => level_text.zh),
  column(['版本', 'version'], 8, ({ version }) => String(version)),
  column(['查什么', 'what it finds'], 60, ({ finds }) => finds.zh),
  column(['所需数据', 'needs'], 40, ({ needs }) =>
    needs.map(({ any_of }) => any_of.map(({ title }) => title).join('或')).join('、'),
  ),
  column(['参数', 'parameters'], 40, ({ parameters }) =>
    parameters.map(({ name, value }) => `${name}=${value}`).join('；'),
  ),
  count(['属实', 'true'], 'true'),
  count(['部分属实', 'partly true'], 'partly_true'),
  count(['不属实', 'untrue'], 'untrue'),
  count(['无法核实', 'unverifiable'], 'unverifiable'),
  column(['准确率', 'precision'], 10, ({ precision }) => precision?.precision ?? null),
]

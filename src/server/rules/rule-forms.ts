import { z } from 'zod'
import type { Bilingual } from '#base/bilingual.ts'
import { formatDay } from '#base/calendar-math.ts'
import { sha256 } from '#base/digest.ts'
import type { RulePrecision } from '#findings/precision.ts'
import { familyOf } from '#rules/families.ts'
import { foundingTexts } from '#rules/founding-texts.ts'
import { checkOf, innocentOf, levelText, nameNeed, unindented, whatRuleFinds } from '#rules/rule-words.ts'
import { type SetParameter, settingsOn } from '#runs/rule-parameters.ts'
import type { AnyRule } from '#screening/rule.ts'
import { bindParameters, writtenParameters } from '#screening/settings.ts'
import { formatConfidence } from '#screening/subject/subject-score.ts'
import { type ViewName, views } from '#screening/views.ts'
import { findShownTable, getShownTable } from '#standard/record-views.ts'
import { getColumn } from '#standard/tables.ts'
import { TextForm } from '../acting/record-forms.ts'

/** The catalogue as the API shows it: from the rules themselves, with the values and the precision of today. */

const PrecisionForm = z.object({
  true: z.int(),
  partly_true: z.int(),
  untrue: z.int(),
  unverifiable: z.int(),
  precision: z.string().nullable(),
})

const ParameterForm = z.object({
  name: z.string(),
  kind: z.enum(['count', 'yuan', 'ratio', 'time', 'month']),
  meaning: TextForm,
  default: z.string(),
  value: z.string().describe('今天执行的值 / that of today'),
})

export const RuleForm = z
  .object({
    code: z.string(),
    version: z.int(),
    title: TextForm,
    family: z.string(),
    family_title: TextForm,
    level: z.int(),
    level_text: TextForm,
    subject_kind: z.string(),
    finds: TextForm,
    needs: z.array(z.object({ any_of: z.array(z.object({ name: z.string(), title: z.string() })) })),
    parameters: z.array(ParameterForm),
    precision: PrecisionForm.nullable(),
  })
  .meta({ id: 'Rule' })
export type RuleForm = z.infer<typeof RuleForm>

export const OpenedRuleForm = RuleForm.extend({
  purpose: TextForm,
  basis: z.array(z.object({ document: z.string(), title: TextForm, clause: z.string(), quote: z.string() })),
  innocent: TextForm,
  check: TextForm,
  evidence: z.array(
    z.object({
      table: z.string(),
      title: z.string(),
      columns: z.array(z.object({ name: z.string(), title: z.string() })),
    }),
  ),
  reads: z.array(z.object({ name: z.string(), title: z.string().nullable() })),
  sql: z.string(),
  sql_sha256: z.string().describe('与筛查记录中的相同 / the same as in the runs'),
  views: z.array(z.object({ name: z.string(), sql: z.string() })),
  history: z
    .array(
      z.object({
        name: z.string(),
        valid_from: z.string(),
        value: z.string(),
        value_before: z.string(),
        order_id: z.string(),
        is_in_force: z.boolean(),
      }),
    )
    .describe('双人变更的参数，新的在前 / what two people set, newest first'),
}).meta({ id: 'OpenedRule' })
export type OpenedRuleForm = z.infer<typeof OpenedRuleForm>

/** What holds today, beside what a rule is. */
export interface RuleToday {
  readonly day: number
  readonly set: readonly SetParameter[]
  readonly precision: RulePrecision | undefined
}

const inBoth = (say: (language: keyof Bilingual) => string): Bilingual => ({ zh: say('zh'), en: say('en') })

/** In written form, by name. */
export function valuesOn(
  rule: AnyRule,
  { day, set }: Pick<RuleToday, 'day' | 'set'>,
): Record<string, string> {
  const own = set.filter(({ rule_code, name }) => rule_code === rule.code && name in rule.parameters)
  return writtenParameters(rule, bindParameters(rule, settingsOn(day, own)))
}

function precisionForm(known: RulePrecision | undefined): z.input<typeof PrecisionForm> | null {
  if (known === undefined) return null
  return {
    true: known.isTrue,
    partly_true: known.isPartlyTrue,
    untrue: known.isUntrue,
    unverifiable: known.isUnverifiable,
    precision: known.precisionMillionths === null ? null : formatConfidence(known.precisionMillionths),
  }
}

export function ruleForm(rule: AnyRule, today: RuleToday): z.input<typeof RuleForm> {
  const values = valuesOn(rule, today)
  const { code, version, title, level, subjectKind } = rule
  return {
    ...{ code, version, title, level, subject_kind: subjectKind },
    family: rule.id.split('/')[0]!,
    family_title: familyOf(rule),
    level_text: inBoth((language) => levelText(rule, language)),
    finds: inBoth((language) => whatRuleFinds(rule, language, values)),
    needs: rule.needs.map((anyOf) => ({
      any_of: anyOf.map((name) => ({ name, title: nameNeed(name, 'zh') })),
    })),
    parameters: Object.entries(rule.parameters).map(([name, parameter]) => ({
      name,
      kind: parameter.kind,
      meaning: parameter.meaning,
      default: parameter.default,
      value: values[name]!,
    })),
    precision: precisionForm(today.precision),
  }
}

/** Shared views, and those that they read, in the order in which they are built. */
function viewsOf(names: readonly string[], found: Set<ViewName> = new Set()): readonly ViewName[] {
  for (const name of names) {
    if (!Object.hasOwn(views, name)) continue
    viewsOf(views[name as keyof typeof views].reads, found)
    found.add(name as ViewName)
  }
  return [...found]
}

function evidenceForm([name, columns]: [string, readonly string[]]) {
  const table = getShownTable(name)
  return {
    table: name,
    title: table.title,
    columns: columns.map((column) => ({ name: column, title: getColumn(table, column).title })),
  }
}

export function openedRuleForm(rule: AnyRule, today: RuleToday): z.input<typeof OpenedRuleForm> {
  const inForce = new Set<string>()
  return {
    ...ruleForm(rule, today),
    purpose: rule.purpose,
    basis: rule.basis.map(({ document, clause, quote }) => {
      const title = foundingTexts[document]?.title ?? { zh: document, en: document }
      return { document, title, clause, quote }
    }),
    innocent: innocentOf(rule),
    check: checkOf(rule),
    evidence: Object.entries(rule.evidence).map(([name, columns]) => evidenceForm([name, columns ?? []])),
    reads: rule.reads.map((name) => ({ name, title: findShownTable(name)?.title ?? null })),
    sql: unindented(rule.sql),
    sql_sha256: sha256(rule.sql),
    views: viewsOf(rule.reads).map((name) => ({
      name,
      sql: unindented(views[name as keyof typeof views].sql),
    })),
    history: today.set
      .filter(({ rule_code }) => rule_code === rule.code)
      .map(({ name, valid_from, value, value_before, source_order }) => {
        // The newest that has begun holds; what is older is over.
        const isNow = !inForce.has(name) && valid_from <= formatDay(today.day)
        if (isNow) inForce.add(name)
        return { name, valid_from, value, value_before, order_id: source_order, is_in_force: isNow }
      }),
  }
}

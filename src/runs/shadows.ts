import { type RawBuilder, sql } from 'kysely'
import { canonicalJson } from '#base/canonical-json.ts'
import { sha256 } from '#base/digest.ts'
import { Refusal } from '#base/refusal.ts'
import { keyset } from '#platform/http/list/keyset.ts'
import type { ListRequest } from '#platform/http/list/list-query.ts'
import type { Tx } from '#platform/postgres/database.ts'
import type { ShadowDifference, ShadowReader, ShadowSide } from '#screening/finding.ts'
import type { Rule } from '#screening/rule.ts'
import { checkSettings } from '#screening/settings.ts'
import type { Shadow } from '#screening/shadow/run-shadow.ts'
import type { AskedShadow } from './screening-run.ts'

/** Nobody reads more line by line; the counts beside the live rule are of all. */
const differencesMax = 10_000

/** Refuses what could not be compared, before any data is read. */
export function shadowsOf(asked: readonly AskedShadow[], rules: readonly Rule[]): Shadow[] {
  const names = new Set<string>()
  return asked.map(({ rule_code, name, parameters }) => {
    const rule = rules.find(({ code }) => code === rule_code)
    if (rule === undefined) {
      throw new Refusal('invalid_input', {
        zh: `规则 ${rule_code} 不在本次筛查之列，无法与影子规则比较；请先选择该规则。`,
        en: `The rule ${rule_code} does not run, so there is nothing to compare its shadow with; choose it, too.`,
      })
    }
    if (names.has(`${rule_code} ${name}`)) {
      throw new Refusal('invalid_input', {
        zh: `规则 ${rule_code} 有两个影子规则都叫“${name}”；请给其中一个改名。`,
        en: `Two shadows of the rule ${rule_code} are named “${name}”; rename one of them.`,
      })
    }
    names.add(`${rule_code} ${name}`)
    const settings = new Map(
      Object.entries(parameters).map(([parameter, value]) => [`${rule_code}.${parameter}`, value]),
    )
    checkSettings([rule], settings)
    const fileSha256 = sha256(canonicalJson({ ...parameters }))
    return { rule, kind: 'parameters', file: name, fileSha256, settings }
  })
}

/** While the run's database is open. */
export async function firstDifferences(shadows: ShadowReader): Promise<ShadowDifference[]> {
  const found: ShadowDifference[] = []
  for await (const difference of shadows.read()) {
    found.push(difference)
    if (found.length === differencesMax) break
  }
  return found
}

const sideJson = (side: ShadowSide | null): object | null =>
  side === null
    ? null
    : { level: side.level, amount_fen: side.amountFen.toString(), evidence_count: side.evidenceCount }

export async function insertDifferences(
  tx: Tx,
  runId: string,
  differences: readonly ShadowDifference[],
): Promise<void> {
  if (differences.length === 0) return
  const lines = differences.map((each) => ({
    rule_code: each.ruleCode,
    shadow: each.file,
    finding_id: each.findingId,
    subject_kind: each.subjectKind,
    subject_id: each.subjectId,
    live_side: sideJson(each.live),
    shadow_side: sideJson(each.shadow),
  }))
  await sql`
    insert into app.screening_shadow_difference (
      run_id, rule_code, shadow, finding_id, subject_kind, subject_id, live_side, shadow_side
    )
    select
      ${runId}, rule_code, shadow, finding_id, subject_kind, subject_id,
      nullif(live_side, 'null'::jsonb), nullif(shadow_side, 'null'::jsonb)
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as line (
      rule_code text, shadow text, finding_id text, subject_kind text, subject_id text, live_side jsonb,
      shadow_side jsonb
    )
  `.execute(tx)
}

export interface Side {
  readonly level: number
  readonly amount_fen: string
  readonly evidence_count: number
}

export interface DifferenceRow {
  readonly rule_code: string
  readonly shadow: string
  readonly finding_id: string
  readonly subject_kind: string
  readonly subject_id: string
  readonly live_side: Side | null
  readonly shadow_side: Side | null
}

export async function listDifferences(
  tx: Tx,
  request: ListRequest<'rule_code'>,
  runId: string,
): Promise<(DifferenceRow & { readonly cursor_value: string; readonly cursor_id: string })[]> {
  const columns = { rule_code: { expression: sql`difference.rule_code`, type: 'text' as const } }
  const id: RawBuilder<string> = sql`(difference.shadow || '#' || difference.finding_id)`
  const page = keyset(request, columns, id)
  const { rows } = await sql<DifferenceRow & { cursor_value: string; cursor_id: string }>`
    select
      difference.rule_code,
      difference.shadow,
      difference.finding_id,
      difference.subject_kind,
      difference.subject_id,
      difference.live_side,
      difference.shadow_side,
      ${page.position}
    from app.screening_shadow_difference as difference
    where difference.run_id = ${runId}
      and ${page.after}
    order by ${page.order}
    limit ${page.limit}
  `.execute(tx)
  return rows
}

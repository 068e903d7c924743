import type { Bilingual } from '#base/bilingual.ts'
import { formatYuan } from '#base/money.ts'
import type { RuleOutcome, RunSummary, ShadowOutcome } from '#screening/finding.ts'

/**
 * run.json: the keys that the standard lists, in its order, and after them what makes a run understandable without
 * the reports. Chinese stands under the standard's keys, English beside it. Amounts are strings of yuan: exact.
 */
export function runJsonText(summary: RunSummary, findingsSha256: string): string {
  const run = {
    standard_version: summary.standardVersion,
    program_version: summary.programVersion,
    as_of: summary.asOf,
    inputs: summary.inputs.map((input) => ({
      file: input.file,
      table: input.table,
      sha256: input.sha256,
      rows_read: input.rowsRead,
      rows_loaded: input.rowsLoaded,
      rows_rejected: input.rowsRejected,
      rows_repeated: input.rowsRepeated,
    })),
    rules: summary.rules.map(ruleOfRun),
    findings_sha256: findingsSha256,
    started_at: summary.startedAt,
    finished_at: summary.finishedAt,
    totals: {
      findings: summary.findings,
      amount: formatYuan(summary.amountFen),
    },
    ...(summary.base === undefined
      ? {}
      : {
          base: {
            manifest_sha256: summary.base.manifestSha256,
            rows_replaced: summary.base.rowsReplaced,
          },
        }),
    ...(summary.reviewed === undefined ? {} : { reviewed: summary.reviewed }),
    coverage: summary.coverage.map((table) => ({
      table: table.table,
      title: table.title,
      rows: table.rows,
      rows_rejected: table.rowsRejected,
      first_date: table.firstDate,
      last_date: table.lastDate,
      missing_months: table.missingMonths,
    })),
    quality: summary.quality.map((remark) => ({
      table: remark.table,
      column: remark.column,
      ...bilingual('text', remark.text),
      rows: remark.rows,
      example: remark.example,
    })),
    ...bilinguals('warnings', summary.warnings),
    ...(summary.shadows === undefined ? {} : { shadow: summary.shadows.map(shadowOfRun) }),
  }
  return `${JSON.stringify(run, null, 2)}\n`
}

function ruleOfRun(rule: RuleOutcome): Record<string, unknown> {
  return {
    code: rule.code,
    version: rule.version,
    status: rule.status,
    ...bilingual('reason', rule.reason),
    ...bilinguals('remarks', rule.remarks),
    findings: rule.findings,
    amount: formatYuan(rule.amountFen),
    parameters: rule.parameters,
    sql_sha256: rule.sqlSha256,
    seconds: rule.seconds,
    confidence: rule.confidence,
    ...bilingual('title', rule.title),
    level: rule.level,
    subject_kind: rule.subjectKind,
  }
}

function shadowOfRun(shadow: ShadowOutcome): Record<string, unknown> {
  return {
    code: shadow.ruleCode,
    file: shadow.file,
    kind: shadow.kind,
    file_sha256: shadow.fileSha256,
    status: shadow.status,
    ...bilingual('reason', shadow.reason),
    findings: shadow.findings,
    amount: formatYuan(shadow.amountFen),
    parameters: shadow.parameters,
    sql_sha256: shadow.sqlSha256,
    only_live: shadow.onlyLive,
    only_shadow: shadow.onlyShadow,
    different: shadow.different,
    same: shadow.same,
    seconds: shadow.seconds,
  }
}

function bilingual(key: string, text: Bilingual | null): Record<string, string | null> {
  return { [key]: text?.zh ?? null, [`${key}_en`]: text?.en ?? null }
}

function bilinguals(key: string, texts: readonly Bilingual[]): Record<string, string[]> {
  return { [key]: texts.map(({ zh }) => zh), [`${key}_en`]: texts.map(({ en }) => en) }
}

import type pg from 'pg'
import type { RetirementAgePolicy } from '#benefit/lawful-retirement.ts'
import { storedHit } from '#findings/ordering/stored-hit.ts'
import type { FileRuleAnswer, RunFileRules } from '#orders/files/file-rules.ts'
import type { RegisterClient } from '#register/read-rows.ts'
import { readFeeds } from '#register/register-feed.ts'
import { feedStatus } from '#screening/on-postgres/feed-status.ts'
import { runChecks } from '#screening/on-postgres/run-checks.ts'
import type { Rule } from '#screening/rule.ts'
import type { ReadRuleSettings } from './run-order-rules.ts'

type Result = Awaited<ReturnType<typeof runChecks>>['results'][number]

/** One run of the catalogue's rules for everybody in the file. */
export function runFileRules(
  pool: pg.Pool,
  given: {
    readonly rules: () => readonly Rule[]
    readonly retirementAge: RetirementAgePolicy
    readonly readSettings?: ReadRuleSettings
    readonly timeoutMs: number
  },
): RunFileRules {
  return async ({ ruleCodes, effect, persons, batches, asOf }) => {
    const rules = given.rules().filter(({ code }) => ruleCodes.includes(code))
    const law = { retirementAge: given.retirementAge }
    const subjects = { persons, batches }
    const { timeoutMs } = given
    const settings = (await given.readSettings?.(asOf)) ?? new Map<string, string>()
    const { results } = await runChecks(pool, { rules, effect, subjects, asOf, law, settings, timeoutMs })
    const feeds = await readFeeds(pool as RegisterClient)
    return results.map((result): FileRuleAnswer => {
      const rule = rules.find(({ code }) => code === result.ruleCode)!
      // A hit of one says nothing of the others where the feed is weak.
      const { reason, feeds: weak } = feedStatus(rule, feeds, asOf)
      const open = reason === null ? null : { why: reason, feeds: [...weak] }
      return answerOf(result, { rule, open })
    })
  }
}

function answerOf(
  result: Result,
  { rule, open }: { readonly rule: Rule; readonly open: FileRuleAnswer['open'] },
): FileRuleAnswer {
  const { title, version: ruleVersion } = rule
  const { ruleCode } = result
  const common = { ruleCode, title, isError: result.outcome === 'ERROR', open }
  if (result.outcome !== 'HIT') return { ...common, hits: [] }
  const hits = result.findings.map(({ finding, name, rows }) => ({
    findingId: finding.findingId,
    subjectKind: finding.subjectKind,
    subjectId: finding.subjectId,
    why: { zh: finding.explanation, en: `${title.en}: ${finding.subjectId}` },
    rows: rows.map(({ table, key, isContext, isAssumed }) => ({ table, key, isContext, isAssumed })),
    found: storedHit({ finding, name, ruleVersion, rows }),
  }))
  return { ...common, hits }
}

/** The status of a rule as far as the standard settles it without dates. */
import type { LoadedDelivery } from '../loading/load.ts'
import { canBeEvaluated, oracleRules } from '../rules/all-rules.ts'
import type { Finding } from '../rules/rule.ts'

/**
 * "a rule whose tables are missing is NOT_EVALUATED, with the reason, never a silent pass". "Where a rule has no finding
 * and a table it needs is empty, ends … more than 92 days before `as_of`, or lost more than 5 % of its rows to rejects,
 * its status is NOT_EVALUATED with that reason instead of PASS; with findings it is HIT with a remark."
 */
export function differentStatuses(
  loaded: LoadedDelivery,
  findings: readonly Finding[],
  statuses: ReadonlyMap<string, string>,
): string[] {
  return oracleRules.flatMap((rule) => {
    const status = statuses.get(rule.code)
    const isHit = findings.some((each) => each.ruleCode === rule.code)
    const isDoubtful =
      !canBeEvaluated(rule, loaded.data) || rule.needs.some((table) => isEmptyOrDecimated(loaded, table))
    // How old a feed is, and of which column, is left to the program: without findings PASS may be NOT_EVALUATED.
    const allowed = isHit ? ['HIT'] : isDoubtful ? ['NOT_EVALUATED'] : ['PASS', 'NOT_EVALUATED']
    return allowed.includes(status ?? '') ? [] : [`${rule.code} is ${status}, not ${allowed.join(' or ')}`]
  })
}

function isEmptyOrDecimated(
  { data, files }: LoadedDelivery,
  table: (typeof oracleRules)[number]['needs'][number],
): boolean {
  const own = files.filter((each) => each.table === table)
  const read = own.reduce((total, each) => total + each.read, 0)
  const rejected = own.reduce((total, each) => total + each.rejected, 0)
  return data.rows(table).length === 0 || rejected * 20 > read
}

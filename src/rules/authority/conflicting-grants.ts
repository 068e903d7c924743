import type { Explained, Rule } from '#screening/rule.ts'
import { roles } from '#standard/code-lists.ts'

type Shared = 'key' | 'subjectKind' | 'needs' | 'reads' | 'parameters' | 'sql' | 'facts' | 'evidence'

/** What the rules on roles of one person that exclude each other have in common: all but which roles these are. */
export function conflictingGrants(code: 'SYS-02' | 'SYS-07'): Pick<Rule, Shared> {
  return {
    key: 'staff',
    subjectKind: 'staff',
    needs: [['role_grant'], ['user_account']],
    reads: ['role_grant', 'user_account', 'conflicting_grant'],
    parameters: {},
    sql: `
    select
      holder_id as subject_id,
      0 as amount_fen,
      granted_day as period_from,
      granted_day as period_to,
      'role_grant' as evidence_table,
      grant_key as evidence_key,
      role_a as fact_role_a,
      role_b as fact_role_b,
      pairs as fact_pairs,
      since_day as fact_since,
      case when until_second > ($as_of_day + 1) * 86400 then 1 else 0 end as fact_is_open
    from conflicting_grant
    where code = '${code}'`,
    facts: { role_a: 'text', role_b: 'text', pairs: 'number', since: 'day', is_open: 'number' },
    evidence: { role_grant: ['account_id', 'role', 'granted_at', 'revoked_at'] },
  }
}

/** Who held which roles since when, and whether one of them was taken back: all words of a sentence but its ground. */
export function heldTogether({ who, facts }: Explained): { readonly held: string; readonly state: string } {
  const pair = [facts.role_a, facts.role_b].map((role) => roles[role as keyof typeof roles]).join('”与“')
  const others = facts.pairs === '1' ? '' : `等 ${facts.pairs} 组`
  return {
    held: `${who}自 ${facts.since} 起同时持有“${pair}”${others}`,
    state: facts.is_open === '1' ? '至截止日仍未收回' : '至截止日已收回',
  }
}

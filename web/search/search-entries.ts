import type { Answer } from '#web/api/call.ts'
import type { Capabilities } from '#web/api/queries.ts'
import { asTitle, dayText, yuanText } from '#web/language/format.ts'
import type { Say } from '#web/language/language.ts'
import { menu } from '#web/shell/menu.ts'
import { shellTexts } from '#web/shell/texts.ts'
import { searchTexts as texts } from './texts.ts'

export type Hits = Answer<'POST /api/search'>

export interface SearchEntry {
  readonly key: string
  readonly title: string
  readonly detail: string
  readonly path: string
}

export interface SearchGroup {
  readonly title: string
  readonly entries: readonly SearchEntry[]
}

/** Pages need no server, and no trail. */
export function pagesLike(query: string, may: Capabilities, say: Say): SearchGroup {
  const sought = query.trim().toLowerCase()
  const pages = [...menu.filter(({ isFor }) => isFor(may)), { path: '/me', title: shellTexts.oneself }]
  const found = pages.filter(
    ({ title }) => sought !== '' && [title.zh, title.en.toLowerCase()].some((each) => each.includes(sought)),
  )
  const entries = found.map(({ path, title }) => ({ key: path, title: say(title), detail: '', path }))
  return { title: say(texts.pages), entries }
}

const recordPath = ({ kind, record_id: id }: Hits['records'][number]): string => {
  if (kind === 'CASE') return `/cases/${id}`
  if (kind === 'RECOVERY') return `/recoveries/${id}`
  return `/records/${kind}/${id}`
}

export function groupsOf(hits: Hits, say: Say): readonly SearchGroup[] {
  const subjects = (['person', 'account', 'employer', 'staff'] as const).map((kind) => ({
    title: say(texts[kind]),
    entries: hits.subjects
      .filter((each) => each.kind === kind)
      .map(({ ref, label, id_number, region }) => ({
        key: `${kind} ${ref}`,
        title: label,
        detail: [id_number, kind === 'account' ? null : ref, region]
          .filter((each) => each !== null)
          .join(' · '),
        path: `/profiles/${kind}/${encodeURIComponent(ref)}`,
      })),
  }))
  const findings = hits.findings.map(({ finding_id, rule_code, rule_title, person_name, amount_fen }) => ({
    key: finding_id,
    title: `${rule_code} ${say(asTitle(rule_title))}`,
    detail: [person_name, say(texts.amount, { amount: yuanText(amount_fen) }), finding_id]
      .filter((each) => each !== '')
      .join(' · '),
    path: `/findings/${finding_id}`,
  }))
  const records = hits.records.map((record) => ({
    key: record.record_id,
    title: say(asTitle(record.kind_title)),
    detail: [say(record.status_title), dayText(record.entered_at), record.record_id.slice(-12)].join(' · '),
    path: recordPath(record),
  }))
  const rules = hits.rules.map(({ code, title }) => ({
    key: code,
    title: `${code} ${say(asTitle(title))}`,
    detail: '',
    path: `/rules/${code}`,
  }))
  return [
    ...subjects,
    { title: say(texts.findings), entries: findings },
    { title: say(texts.records), entries: records },
    { title: say(texts.rules), entries: rules },
  ]
}

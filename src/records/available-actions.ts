import type { Bilingual } from '#base/bilingual.ts'
import { Refusal } from '#base/refusal.ts'
import { type Asking, askAccess, type Permission } from './ask-access.ts'
import { notYet, type RecordAction, type RecordKind } from './define-record.ts'
import { actorIdOf, type RecordState, type RecordSubject } from './record.ts'

/** Where an action may lead from a status; empty: it is not available. */
export function statusesAfter(kind: RecordKind, status: string, action: string): readonly string[] {
  return [kind.workflow[status]?.[action] ?? []].flat()
}

export function checkWorkflow(kind: RecordKind, record: RecordState | null, name: string): RecordAction {
  const status = record?.status ?? notYet
  const action = Object.hasOwn(kind.actions, name) ? kind.actions[name] : undefined
  if (action !== undefined && statusesAfter(kind, status, name).length > 0) return action
  const possible = Object.keys(kind.workflow[status] ?? {}).filter(
    (each) => kind.actions[each]?.by === 'person',
  )
  const where = kind.statuses[status] ?? { zh: '尚未建立', en: 'not opened yet' }
  const titles = (language: keyof Bilingual): string =>
    possible.map((each) => kind.actions[each]!.title[language]).join(language === 'zh' ? '、' : ', ')
  throw new Refusal('action_not_available', {
    zh: `${kind.title.zh}的状态为“${where.zh}”，不能${action === undefined ? '进行此操作' : `“${action.title.zh}”`}；${possible.length === 0 ? '已无后续操作' : `可进行：${titles('zh')}`}。`,
    en: `the ${kind.title.en} is "${where.en}", where ${action === undefined ? 'this' : `"${action.title.en}"`} is not available; ${possible.length === 0 ? 'nothing is left to do' : `available: ${titles('en')}`}.`,
  })
}

/** Who may: the record's own people first (nobody checks what he made), then posts, roles and scope. */
export function checkWho(
  asking: Asking,
  { action, record, subject }: { action: RecordAction; record: RecordState | null; subject: RecordSubject },
): Permission | null {
  const { actor, earlier } = asking
  if ((actor.kind === 'system') !== (action.by === 'system')) {
    throw new Refusal('not_permitted', {
      zh: `“${action.title.zh}”${action.by === 'system' ? '只由系统按期限自动进行' : '须由工作人员本人进行'}。`,
      en: `${action.title.en} is done ${action.by === 'system' ? 'by the server only' : 'by a person only'}.`,
    })
  }
  if (actor.kind === 'system') return null
  const actorId = actorIdOf(actor)
  if (action.onlyByEnterer === true && record?.enteredBy !== actorId) {
    throw new Refusal('not_permitted', {
      zh: `“${action.title.zh}”只能由录入人本人进行。`,
      en: `${action.title.en} is for the person who entered it.`,
    })
  }
  const made = earlier.find(
    (each) => each.actorId === actorId && action.differsFrom?.includes(each.action) === true,
  )
  if (made !== undefined) {
    throw new Refusal('not_permitted', {
      zh: `您已办理过本单的前一环节，“${action.title.zh}”须由他人进行。`,
      en: `you did an earlier step of this record; ${action.title.en} is for another person.`,
    })
  }
  const approvalLevel = record === null ? 1 : (action.approvalLevel?.(record) ?? 1)
  return askAccess(asking, { function: action.function, step: action.step, subject, approvalLevel })
}

export interface AvailableAction {
  readonly action: string
  readonly title: Bilingual
  /** Null: the button is there. Else why it is not, and who could. */
  readonly refusal: Refusal | null
}

/** What a page offers on a record: the workflow's row for its status, each with the answer about this person. */
export function availableActions(
  kind: RecordKind,
  record: RecordState,
  asking: Asking,
): readonly AvailableAction[] {
  return Object.keys(kind.workflow[record.status] ?? {})
    .map((name) => ({ name, action: kind.actions[name]! }))
    .filter(({ action }) => action.by === 'person')
    .map(({ name, action }) => ({
      action: name,
      title: action.title,
      refusal: refusalOf(() => checkWho(asking, { action, record, subject: record.subject })),
    }))
}

function refusalOf(check: () => unknown): Refusal | null {
  try {
    check()
    return null
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

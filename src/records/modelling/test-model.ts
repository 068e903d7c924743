import type { Role } from '#standard/code-lists.ts'

/**
 * What the kernel should do with the test change, said a second time and otherwise: plain conditions, without the
 * workflow table, without the access decision, without SQL. The kernel is compared with it after every command.
 */

export const movers = ['enter1', 'enter2', 'review1', 'approve1'] as const
export const fixed = ['both', 'outsider', 'gone'] as const
export type Person = (typeof movers)[number] | (typeof fixed)[number]
export type MoverRole = Extract<Role, 'ENTRY' | 'REVIEW' | 'APPROVAL'>

export const actionNames = [
  'enter',
  'correct',
  'review',
  'return',
  'approve',
  'reject',
  'withdraw',
  'note',
  'lapse',
  'shred',
] as const
export type ActionName = (typeof actionNames)[number]

export type Command =
  | {
      readonly type: 'act'
      readonly person: Person
      readonly action: ActionName
      /** Which of the records so far; `enter` opens one on the account of this number. */
      readonly target: number
      readonly isLarge: boolean
      readonly isStale: boolean
      readonly isBadInput: boolean
      readonly confirmation: 'right' | 'wrong' | 'none'
      readonly hasBasis: boolean
    }
  | { readonly type: 'view'; readonly person: Person; readonly target: number }
  | { readonly type: 'move'; readonly person: (typeof movers)[number]; readonly role: MoverRole }
  | { readonly type: 'repeat'; readonly target: number; readonly isChanged: boolean }
  /** The next sensible step of a record, so that sequences reach the end of the workflow: see `resolved`. */
  | { readonly type: 'advance'; readonly target: number }

export interface ModelRecord {
  account: number
  status: string
  version: number
  isLarge: boolean
  enteredBy: Person
  /** Person and step of every accepted action, notes aside. */
  steps: { person: Person; step: MoverRole; action: string }[]
  seen: { person: Person; version: number }[]
  accountVersion: number
  basis: number
  notes: number
}

export interface Model {
  readonly roles: Map<Person, MoverRole>
  readonly records: ModelRecord[]
  /** Version of each account; its holder changes with it. */
  readonly accounts: number[]
  /** By the number of the act: what was answered, and whether that is kept. */
  readonly answers: { person: Person; record: number | null; outcome: string; isKept: boolean }[]
  /** Entries that the trail must have. */
  entries: number
}

export const accountsOfModel = 2

export function newModel(): Model {
  return {
    roles: new Map([
      ['enter1', 'ENTRY'],
      ['enter2', 'ENTRY'],
      ['review1', 'REVIEW'],
      ['approve1', 'APPROVAL'],
    ]),
    records: [],
    accounts: Array.from({ length: accountsOfModel }, () => 1),
    answers: [],
    entries: 0,
  }
}

const stepOf: Readonly<Record<string, MoverRole>> = {
  enter: 'ENTRY',
  correct: 'ENTRY',
  withdraw: 'ENTRY',
  review: 'REVIEW',
  return: 'REVIEW',
  approve: 'APPROVAL',
  reject: 'APPROVAL',
}

const kept = ['action_not_available', 'conflict', 'invalid_input', 'not_permitted', 'stale_version']

type Act = Extract<Command, { type: 'act' }>

/** Does it in the model; `accepted SUBMITTED 1`, or `refused` and the code. */
export function actInModel(model: Model, command: Act): string {
  const isNew = command.action === 'enter'
  const index = isNew ? null : command.target % Math.max(model.records.length, 1)
  const record = index === null ? undefined : model.records[index]
  const refusal = refusalInModel(model, command, record)
  const outcome = refusal === null ? accept(model, command, record) : `refused ${refusal}`
  const opened = refusal === null && isNew ? model.records.length - 1 : index
  const isKept = refusal === null || kept.includes(refusal)
  model.answers.push({
    person: command.person,
    record: refusal !== null && isNew ? null : opened,
    outcome,
    isKept,
  })
  model.entries += 1
  return outcome
}

function refusalInModel(model: Model, command: Act, record: ModelRecord | undefined): string | null {
  const { person, action } = command
  if (person === 'gone') return 'not_permitted'
  if (action === 'enter') {
    if (command.isBadInput) return 'invalid_input'
    if (person === 'outsider') return 'not_found'
    if (person === 'both') return 'not_permitted'
    return model.roles.get(person) === 'ENTRY' ? null : 'not_permitted'
  }
  if (record === undefined || person === 'outsider') return 'not_found'
  if (person === 'both') return 'not_permitted'
  if (command.isStale) return 'stale_version'
  if (!isPossible(record, action)) return 'action_not_available'
  if (command.isBadInput) return 'invalid_input'
  if (!mayDo(model, record, person, action)) return 'not_permitted'
  if (action === 'approve' && record.basis === 0 && !command.hasBasis) return 'invalid_input'
  if (action !== 'review')
    return takesEffect(record, action) && isOvertaken(model, record) ? 'conflict' : null
  if (!record.seen.some((seen) => seen.person === person && seen.version === record.version)) {
    return 'action_not_available'
  }
  if (command.confirmation === 'none') return 'invalid_input'
  if (command.confirmation === 'wrong') return 'stale_version'
  return takesEffect(record, action) && isOvertaken(model, record) ? 'conflict' : null
}

function isPossible({ status }: ModelRecord, action: ActionName): boolean {
  if (action === 'review' || action === 'return') return status === 'SUBMITTED'
  if (action === 'approve' || action === 'reject') return status === 'REVIEWED'
  if (action === 'correct') return status === 'RETURNED'
  if (action === 'withdraw') return status === 'SUBMITTED' || status === 'RETURNED'
  if (action === 'note' || action === 'lapse') return ['SUBMITTED', 'RETURNED', 'REVIEWED'].includes(status)
  return false
}

/** One person, one step of a record; corrections and withdrawals are the enterer's own; the server alone lapses. */
function mayDo(model: Model, record: ModelRecord, person: Person, action: ActionName): boolean {
  if (action === 'lapse') return false
  if (action === 'note') return true
  if ((action === 'correct' || action === 'withdraw') && record.enteredBy !== person) return false
  const step = stepOf[action]!
  if (model.roles.get(person) !== step) return false
  return record.steps.every((each) => each.person !== person || each.step === step)
}

function takesEffect(record: ModelRecord, action: ActionName): boolean {
  return action === 'approve' || (action === 'review' && !record.isLarge)
}

/** Another change of the same account took effect after this one was entered. */
function isOvertaken(model: Model, record: ModelRecord): boolean {
  return model.accounts[record.account] !== record.accountVersion
}

function accept(model: Model, command: Act, found: ModelRecord | undefined): string {
  const { person, action } = command
  if (action === 'enter') {
    const account = command.target % accountsOfModel
    model.records.push({
      account,
      status: 'SUBMITTED',
      version: 1,
      isLarge: command.isLarge,
      enteredBy: person,
      steps: [{ person, step: 'ENTRY', action }],
      seen: [],
      accountVersion: model.accounts[account]!,
      basis: command.hasBasis ? 1 : 0,
      notes: 0,
    })
    return 'accepted SUBMITTED 1'
  }
  const record = found!
  if (takesEffect(record, action)) model.accounts[record.account]! += 1
  if (action === 'correct') record.accountVersion = model.accounts[record.account]!
  record.status = statusAfter(record, action)
  record.version += 1
  if (command.hasBasis) record.basis += 1
  if (action === 'note') record.notes += 1
  else record.steps.push({ person, step: stepOf[action]!, action })
  return `accepted ${record.status} ${record.version}`
}

function statusAfter(record: ModelRecord, action: ActionName): string {
  if (action === 'review') return record.isLarge ? 'REVIEWED' : 'DONE'
  if (action === 'return') return 'RETURNED'
  if (action === 'approve') return 'DONE'
  if (action === 'reject') return 'REJECTED'
  if (action === 'withdraw') return 'WITHDRAWN'
  return action === 'correct' ? 'SUBMITTED' : record.status
}

/** What `advance` is at this moment: the viewing and the step of somebody who may, where there is one. */
export function resolved(model: Model, command: Command): readonly Command[] {
  if (command.type !== 'advance') return [command]
  const record = model.records[command.target % Math.max(model.records.length, 1)]
  const next = { SUBMITTED: 'review', REVIEWED: 'approve', RETURNED: 'correct' }[record?.status ?? '']
  const action = record === undefined ? 'enter' : (next as ActionName | undefined)
  if (action === undefined) return []
  const person = movers.find((each) =>
    record === undefined ? model.roles.get(each) === 'ENTRY' : mayDo(model, record, each, action),
  )
  if (person === undefined) return []
  const { target } = command
  const faults = { isStale: false, isBadInput: false, confirmation: 'right', hasBasis: true } as const
  return [
    { type: 'view', person, target },
    { type: 'act', person, action, target, isLarge: true, ...faults },
  ]
}

/** Whether the person gets to see it. */
export function viewInModel(model: Model, { person, target }: Extract<Command, { type: 'view' }>): boolean {
  const record = model.records[target % Math.max(model.records.length, 1)]
  model.entries += 1
  if (record === undefined || !(movers as readonly string[]).includes(person)) return false
  record.seen.push({ person, version: record.version })
  return true
}

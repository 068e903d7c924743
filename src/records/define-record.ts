import type { RawBuilder, SqlBool } from 'kysely'
import { z } from 'zod'
import type { Duty } from '#access/duties.ts'
import type { StepCode } from '#access/functions/access-function.ts'
import type { Bilingual } from '#base/bilingual.ts'
import { assert, type Refusal } from '#base/refusal.ts'
import type { Effect } from './effect.ts'
import type { AttachedFile, EarlierAct, RecordState } from './record.ts'

/** The status of a record that is not there yet: its row of the workflow says which actions open one. */
export const notYet = 'NEW'
export type NotYet = typeof notYet

/** What may be done in each status, and where it may lead. A page asks the same table which buttons to show. */
export type Workflow<Status extends string, Action extends string> = Readonly<
  Record<Status | NotYet, Readonly<Partial<Record<Action, Status | readonly Status[]>>>>
>

/** What a decision may rely on: read in the load, never from a clock or a connection. */
export interface ActFacts {
  /** The database's time. */
  readonly at: Date
  readonly actorId: string
  /** For rows that the decision creates. */
  readonly newId: () => string
  /** This record's id, also of one that is just being opened. */
  readonly recordId: string
  readonly earlier: readonly EarlierAct[]
  /** Attached before, and with this action. */
  readonly attachments: readonly AttachedFile[]
  /** The answer to the action's `factsQuery`; the decision parses it. */
  readonly loaded: unknown
  /** The answer of the context's `check` for actions that ask for it. */
  readonly checked: unknown
}

export interface ToDoDraft {
  /** The duty (a role, or a property of a post) whose holders at the agency see it. */
  readonly duty: Duty
  /** The step it is of: who did another step of the record, or this one in this round, will not be offered it. */
  readonly step: StepCode
  readonly agencyId: string
  readonly title: Bilingual
  /** Named at once instead of waiting for a claim. */
  readonly personId?: string
}

export interface Decision<Status extends string, Data> {
  readonly status: Status
  readonly data: Data
  readonly effects?: readonly Effect[]
  /** What the record is worth from now on; absent: as before. Authority is asked once more with it. */
  readonly amountFen?: bigint | null
  /** Beside those that the action's `toDos` name. */
  readonly toDos?: readonly ToDoDraft[]
  /** In place of the action's deadline. */
  readonly due?: { readonly workingDays: number } | { readonly day: number } | null
}

export interface AttachmentRequirement {
  readonly purpose: string
  readonly title: Bilingual
  readonly countMin: number
}

export interface FactsRequest<Input> {
  readonly recordId: string | null
  readonly input: Input
  readonly actorId: string
}

export interface ActionDefinition<Status extends string, Data, Input> {
  readonly title: Bilingual
  /** What the person sends, JSON → checked value. */
  readonly input: z.ZodType<Input>
  /** `system`: only a named job of the server; persons are refused. */
  readonly by: 'person' | 'system'
  /** What the access decision is asked for: a code of its catalogue, and the step of it. */
  readonly function: string
  readonly step: StepCode
  /** 2 where a check's hit asks for second-level approval (platform.md 5); absent: 1. */
  approvalLevel?(record: RecordState<Status, Data>): number
  /** A return for correction: the steps after it are of the next round. */
  readonly opensRound?: boolean
  /** Actions of this record whose actors may not do this one: maker ≠ checker, two reviewers differ. */
  readonly differsFrom?: readonly string[]
  /** Only who opened the record: correction, withdrawal. */
  readonly onlyByEnterer?: boolean
  readonly attachments?: readonly AttachmentRequirement[]
  /** The details of the present version must have been opened, and that is in the trail. */
  readonly needsDetailOpened?: boolean
  readonly needsConfirmation?: boolean
  /** The earlier action that this one completes within ten minutes, from another session and terminal. */
  readonly together?: string
  /** Working days until the next step is due; absent: none. */
  readonly deadlineWorkingDays?: number
  /** Which posts of the record's agency have the next step. */
  readonly toDos?: readonly Omit<ToDoDraft, 'agencyId' | 'personId'>[]
  /** Evaluated in the load's one statement as jsonb; may read the loaded row by the alias `record`. */
  factsQuery?(request: FactsRequest<Input>): RawBuilder<unknown>
  /** The context's `check` is asked before the decision: one more round trip. */
  readonly needsCheck?: boolean
  /**
   * Whom a new record is about, as jsonb of the shape `SubjectRow`, read from the register and not believed from the
   * input; null when there is no such subject.
   */
  subjectQuery?(request: FactsRequest<Input>): RawBuilder<unknown>
  /** Pure. A method, not a property, so that a definition can be handled without its types. */
  decide(
    record: RecordState<Status, Data> | null,
    input: Input,
    facts: ActFacts,
  ): Decision<Status, Data> | Refusal
}

export interface RecordDefinition<Status extends string, Data, Inputs extends Record<string, unknown>> {
  /** Upper case with underscores; stored. */
  readonly kind: string
  readonly title: Bilingual
  /** Of the data as stored (JSON) and as worked with: `z.codec` where they differ, as for money. */
  readonly schema: z.ZodType<Data>
  readonly statuses: Readonly<Record<Status, Bilingual>>
  readonly workflow: Workflow<NoInfer<Status>, NoInfer<keyof Inputs & string>>
  readonly actions: { readonly [Action in keyof Inputs]: ActionDefinition<Status, Data, Inputs[Action]> }
  /** What reading it is called in the catalogue of access; absent: READ. */
  readonly readFunction?: string
  /**
   * What a reader must meet beside having the record in the scope: a condition on the row by the alias `record`, one for
   * opening it, acting on it and every list. Who does not meet it gets the answer of a record that does not exist
   * (platform.md 25). Absent: the scope is enough.
   */
  mayRead?(reader: { readonly staffId: string }): RawBuilder<SqlBool>
  /** High-risk: attachments that no scanner has seen are not opened by others (platform.md 24). */
  readonly isHighRisk: boolean
  /** The action by which the server ends a record on which nothing happened (platform.md 19). */
  readonly lapse?: { readonly action: NoInfer<keyof Inputs & string>; readonly idleDays: number }
}

/** A definition whose types have been forgotten, as the kernel handles it: it parses before it passes on. */
export type RecordKind = RecordDefinition<string, unknown, Record<string, unknown>>
export type RecordAction = ActionDefinition<string, unknown, unknown>

/** Checks what types cannot say; a fault here is one of the program and stops its start. */
export function defineRecord<const Status extends string, Data, Inputs extends Record<string, unknown>>(
  definition: RecordDefinition<Status, Data, Inputs>,
): RecordKind {
  const kind: RecordKind = definition
  const fault = (what: string): string => `${kind.kind}: ${what}`
  assert(/^[A-Z][A-Z0-9_]{1,39}$/.test(kind.kind), fault('a kind is upper case'))
  assert(!(notYet in kind.statuses), fault(`${notYet} is no status of its own`))
  for (const [status, row] of Object.entries(kind.workflow)) {
    assert(status === notYet || status in kind.statuses, fault(`${status} is in the workflow only`))
    for (const [action, target] of Object.entries(row)) {
      assert(action in kind.actions, fault(`${action} of ${status} is not defined`))
      const strange = [target ?? []].flat().filter((each) => !(each in kind.statuses))
      assert(strange.length === 0, fault(`${action} leads to ${strange.join(', ')}`))
    }
  }
  for (const [name, action] of Object.entries(kind.actions)) checkAction(kind, name, action, fault)
  if (kind.lapse !== undefined) {
    assert(kind.actions[kind.lapse.action]?.by === 'system', fault('only the server lets a record lapse'))
  }
  return kind
}

function checkAction(
  kind: RecordKind,
  name: string,
  action: RecordAction,
  fault: (what: string) => string,
): void {
  assert(isStrict(action.input), fault(`the input of ${name} must refuse unknown fields (z.strictObject)`))
  const named = [...(action.differsFrom ?? []), ...(action.together === undefined ? [] : [action.together])]
  const strange = named.filter((each) => !(each in kind.actions))
  assert(strange.length === 0, fault(`${name} names ${strange.join(', ')}`))
  const isUsed = Object.values(kind.workflow).some((row) => name in row)
  assert(isUsed, fault(`${name} is in no status of the workflow`))
  const opens = name in (kind.workflow[notYet] ?? {})
  assert(
    !opens || action.subjectQuery !== undefined,
    fault(`${name} opens a record and must say whom it is about`),
  )
  assert(
    action.together === undefined || action.needsConfirmation === true,
    fault(`${name} completes another and needs a confirmation`),
  )
}

/** What a schema ignores, a person believes to have been said. */
function isStrict(schema: z.ZodType): boolean {
  return !(schema instanceof z.ZodObject) || schema.def.catchall instanceof z.ZodNever
}

import type { Cast } from '../cast.ts'
import type { ChosenFinding } from '../chosen-findings.ts'
import { type Stage, takeStep } from '../stage.ts'

/** A case of the story and how its people take it further; each step is one act. */
export interface CaseSteps {
  readonly id: () => string
  readonly open: (stage: Stage) => Promise<unknown>
  readonly assign: (stage: Stage) => Promise<unknown>
  readonly begin: (stage: Stage) => Promise<unknown>
  readonly work: (stage: Stage, paper: Paper) => Promise<unknown>
  readonly notify: (stage: Stage) => Promise<unknown>
  readonly answer: (stage: Stage, text: string) => Promise<unknown>
  readonly conclude: (stage: Stage, conclusion: Conclusion) => Promise<unknown>
  readonly approve: (stage: Stage, opinion: string) => Promise<unknown>
  readonly measured: (stage: Stage, result: string) => Promise<unknown>
  readonly close: (stage: Stage) => Promise<unknown>
}

export interface Paper {
  readonly method:
    | 'PROCESS'
    | 'SYSTEM'
    | 'LOGS'
    | 'FILES'
    | 'COUNT'
    | 'VISIT'
    | 'LETTER'
    | 'VIDEO'
    | 'INTERVIEW'
  readonly content: string
  readonly result: string
}

export interface Conclusion {
  readonly facts: string
  /** Absent: it was not true. */
  readonly recover?: { readonly nature: 'IRREGULAR' | 'MISTAKE' | 'ILLEGAL'; readonly dueOn: string }
}

interface Rows {
  readonly findings: readonly {
    readonly finding_id: string
    readonly rows: readonly { readonly table: string; readonly key: string; readonly amount_fen: string }[]
  }[]
  readonly measures: readonly { readonly measure_id: string; readonly done: unknown }[]
}

async function dataOf({ db }: Stage, recordId: string): Promise<Rows> {
  const { data } = await db
    .selectFrom('record')
    .select('data')
    .where('record_id', '=', recordId)
    .executeTakeFirstOrThrow()
  return data as unknown as Rows
}

/** Of each row that stands for money, all of it. */
function resultsOf({ findings }: Rows, isTrue: boolean): unknown {
  return findings.map(({ finding_id, rows }) => ({
    finding_id,
    verdict: isTrue ? 'TRUE' : 'FALSE',
    rows: isTrue
      ? rows
          .filter(({ amount_fen }) => BigInt(amount_fen) > 0n)
          .map(({ table, key }) => ({ table, key, lost: null }))
      : [],
    note: '',
  }))
}

export function caseSteps(
  name: string,
  {
    finding,
    cast,
    verifier,
  }: { readonly finding: ChosenFinding; readonly cast: Cast; readonly verifier: string },
): CaseSteps {
  let recordId: string | null = null
  const leader = cast('agencyHead')
  const take = async (
    stage: Stage,
    by: string,
    action: string,
    given: {
      readonly input?: unknown
      readonly key?: string
      readonly files?: Parameters<typeof takeStep>[1]['files']
    } = {},
  ): Promise<void> => {
    const { input = {}, files, key = action } = given
    const step = { key: `case-${name}-${key}`, by, kind: 'CASE', recordId, action, input }
    recordId = await takeStep(stage, files === undefined ? step : { ...step, files })
  }
  const id = (): string => {
    if (recordId === null) throw new Error(`the case ${name} is not open yet`)
    return recordId
  }
  return {
    id,
    open: (stage) =>
      take(stage, verifier, 'open', {
        input: { finding_ids: [finding.findingId], reason: '数据筛查发现，列入核查' },
      }),
    assign: (stage) => take(stage, leader, 'assign', { input: { assignee: verifier } }),
    begin: (stage) => take(stage, verifier, 'begin'),
    work: async (stage, { method, content, result }) =>
      take(stage, verifier, 'work', {
        key: `work-${method}`,
        input: { method, done_on: stage.today(), place: null, present: [], content, result },
        files: [{ purpose: 'EVIDENCE', name: '核查证据.pdf' }],
      }),
    notify: (stage) =>
      take(stage, verifier, 'notify', {
        input: { party_name: finding.name, channel: 'IN_PERSON' },
        files: [{ purpose: 'NOTICE', name: '告知书及送达凭证.pdf' }],
      }),
    answer: (stage, text) => take(stage, verifier, 'answer', { input: { text } }),
    conclude: async (stage, { facts, recover }) => {
      const results = resultsOf(await dataOf(stage, id()), recover !== undefined)
      const measures =
        recover === undefined ? [] : [{ kind: 'RECOVER', what: '追回多发的待遇', due_on: recover.dueOn }]
      const judged = { nature: recover?.nature ?? null, intent: recover === undefined ? null : 'UNKNOWN' }
      await take(stage, verifier, 'conclude', { input: { results, ...judged, facts_found: facts, measures } })
    },
    approve: (stage, opinion) => take(stage, leader, 'approve', { input: { opinion } }),
    measured: async (stage, result) => {
      const { measures } = await dataOf(stage, id())
      const measure = measures.find(({ done }) => done === null) ?? measures[0]
      const input = { measure_id: measure?.measure_id, result, references: [] }
      await take(stage, verifier, 'measure', { input })
    },
    close: (stage) => take(stage, verifier, 'close'),
  }
}

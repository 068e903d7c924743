import { type Stage, type Step, takeStep } from '../../stage.ts'

/** A record of a story and how its people take it further; each step is one act. */
export interface RecordSteps {
  readonly id: () => string
  /** As it stands. */
  readonly data: (stage: Stage) => Promise<unknown>
  readonly take: (stage: Stage, by: string, action: string, given?: Given) => Promise<void>
}

interface Given {
  readonly input?: unknown
  /** Where an action is taken more than once. */
  readonly part?: string | number
  readonly files?: Step['files']
}

/** @param name of the record, once in all stories */
export function recordSteps(kind: string, name: string): RecordSteps {
  let recordId: string | null = null
  const taken = new Set<string>()
  const id = (): string => {
    if (recordId === null) throw new Error(`${name} is not there yet`)
    return recordId
  }
  return {
    id,
    data: async ({ db }) => {
      const { data } = await db
        .selectFrom('record')
        .select('data')
        .where('record_id', '=', id())
        .executeTakeFirstOrThrow()
      return data
    },
    take: async (stage, by, action, { input = {}, part, files } = {}) => {
      const key = part === undefined ? `${name}-${action}` : `${name}-${action}-${part}`
      // What has its key already would be taken for done.
      if (taken.has(key)) throw new Error(`${key} twice: say which part`)
      taken.add(key)
      const step = { key, by, kind, recordId, action, input }
      recordId = await takeStep(stage, files === undefined ? step : { ...step, files })
    },
  }
}

import { type WorkReference, workReferences } from './process-rule.ts'

export type ReferenceRow = Readonly<Record<string, string | number | boolean>>
export type References = Readonly<Partial<Record<WorkReference, readonly ReferenceRow[]>>>

/** @param parameter `$3`: the rows as a JSON array */
export function referenceStep(name: WorkReference, parameter: string): string {
  const columns = Object.entries(workReferences[name])
  const definitions = columns.map(([column, type]) => `${column} ${type}`)
  return `
    select ${columns.map(([column]) => column).join(', ')}
    from jsonb_to_recordset(cast(${parameter} as jsonb)) as given (${definitions.join(', ')})`
}

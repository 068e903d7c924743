/** A step that an SQL statement names with `with … as (…)`. */
export interface NamedStep {
  /** Empty for the statement's own result, which comes last. */
  readonly name: string
  /** The statement's text up to the end of the step: `with` and all steps before it included. */
  readonly prefix: string
}

/** Text, quoted names and comments hide parentheses. */
const token = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|[(),]|[A-Za-z_][A-Za-z0-9_]*/g

/** The named steps of a statement in their order, then the statement itself. */
export function findNamedSteps(sql: string): NamedStep[] {
  const steps: NamedStep[] = []
  let depth = 0
  let name: string | null = null
  let isFirst = true
  for (const { 0: text, index } of sql.matchAll(token)) {
    if (text.startsWith('--')) continue
    const word = text.toLowerCase()
    if (isFirst && word !== 'with') break
    if (!isFirst && depth === 0 && name === null && word !== ',') {
      // After a step without a comma comes the statement's own select.
      if (word === 'select') break
      name = text
    }
    isFirst = false
    if (text === '(') depth += 1
    if (text !== ')') continue
    depth -= 1
    if (depth === 0 && name !== null) {
      steps.push({ name, prefix: sql.slice(0, index + 1) })
      name = null
    }
  }
  return [...steps, { name: '', prefix: sql }]
}

import { findTable } from '#standard/tables.ts'
import { views } from '../../views.ts'
import { afterParenthesis, nextSeen, type Token, tokensOf } from './sql-tokens.ts'

/** A named part of a statement, to be made a table before what follows reads it. */
export interface Stage {
  readonly name: string
  readonly sql: string
}

/** A statement in the order it runs: parts that are read more than once, each once, then what they are for. */
export interface Staged {
  readonly stages: readonly Stage[]
  readonly sql: string
}

interface Part {
  readonly name: string
  readonly body: readonly Token[]
}

const textOf = (tokens: readonly Token[]): string => tokens.map(({ text }) => text).join('')

/** The parts of `with a as (…), b as (…) select …` and the select. */
function partsOf(tokens: readonly Token[]): {
  readonly parts: readonly Part[]
  readonly rest: readonly Token[]
} {
  let at = nextSeen(tokens, 0)
  if (tokens[at]?.text !== 'with') return { parts: [], rest: tokens }
  const parts: Part[] = []
  for (;;) {
    const name = nextSeen(tokens, at + 1)
    const open = nextSeen(tokens, nextSeen(tokens, name + 1) + 1)
    const end = afterParenthesis(tokens, open)
    parts.push({ name: tokens[name]!.text, body: tokens.slice(open + 1, end - 1) })
    at = nextSeen(tokens, end)
    if (tokens[at]?.text !== ',') return { parts, rest: tokens.slice(end) }
  }
}

/** The names after `from` and `join`, one for each time. */
function readBy(tokens: readonly Token[]): string[] {
  const seen = tokens.filter(({ kind }) => kind !== 'hidden')
  return seen.flatMap(({ kind, text }, at) =>
    kind === 'word' && ['from', 'join'].includes(seen[at - 1]?.text ?? '') ? [text] : [],
  )
}

function isTaken(name: string): boolean {
  return findTable(name) !== undefined || name in views
}

/**
 * ClickHouse runs a named part again wherever it is read, and parts that read parts multiply. Those that are read more
 * than once become tables of their own; the others stay where they are read.
 */
export function stagesOf(sql: string): Staged {
  const { parts, rest } = partsOf(tokensOf(sql))
  const times = new Map<string, number>()
  for (const tokens of [...parts.map(({ body }) => body), rest]) {
    for (const name of readBy(tokens)) times.set(name, (times.get(name) ?? 0) + 1)
  }
  const isStage = ({ name }: Part): boolean => (times.get(name) ?? 0) > 1 && !isTaken(name)
  /** With the parts that it reads and that are no tables, in their order. */
  const whole = (tokens: readonly Token[]): string => {
    const needed = new Set<Part>()
    const visit = (read: readonly Token[]): void => {
      for (const name of readBy(read)) {
        const part = parts.find((each) => each.name === name)
        if (part === undefined || isStage(part) || needed.has(part)) continue
        visit(part.body)
        needed.add(part)
      }
    }
    visit(tokens)
    const named = [...needed].map(({ name, body }) => `${name} as (${textOf(body)})`)
    return named.length === 0 ? textOf(tokens) : `with ${named.join(', ')} ${textOf(tokens)}`
  }
  return {
    stages: parts.filter(isStage).map(({ name, body }) => ({ name, sql: whole(body) })),
    sql: whole(rest),
  }
}

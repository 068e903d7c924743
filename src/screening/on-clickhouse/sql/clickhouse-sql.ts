import type { BoundValues } from '#platform/duckdb.ts'
import { afterParenthesis, nextSeen, type Token, tokensOf } from './sql-tokens.ts'

/**
 * A rule's text as ClickHouse takes it. It is the same text but for five things: a bound value is written
 * `{name:Int64}`; a column that a select takes from a join keeps its bare name only if it is said
 * (`line.person_id as person_id`); counts, places and absolute values are unsigned there, which mixes with no other
 * integer; what `lag`
 * takes may be null; and sums of all rows are null where there is none.
 */
const unsigned: ReadonlySet<string> = new Set(['count', 'row_number', 'rank', 'dense_rank', 'abs'])

/** Where a call ends, with its `filter (…)` and `over (…)`. */
function afterCall(tokens: readonly Token[], open: number): number {
  let end = afterParenthesis(tokens, open)
  for (;;) {
    const word = nextSeen(tokens, end)
    const isMore = ['filter', 'over'].includes(tokens[word]?.text ?? '')
    if (!isMore) return end
    end = afterParenthesis(tokens, nextSeen(tokens, word + 1))
  }
}

const mark = (text: string): Token => ({ kind: 'mark', text })
const word = (text: string): Token => ({ kind: 'word', text })

function signed(tokens: readonly Token[]): Token[] {
  const result: Token[] = []
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at]!
    const open = nextSeen(tokens, at + 1)
    if (token.kind !== 'word' || !unsigned.has(token.text) || tokens[open]?.text !== '(') {
      result.push(token)
      continue
    }
    const end = afterCall(tokens, open)
    const rest = signed(tokens.slice(at + 1, end))
    const wrap = [word('toInt64'), mark('(')]
    result.push(...wrap, token, ...rest, mark(')'))
    at = end - 1
  }
  return result
}

/** The place before the comma or parenthesis that ends what begins at `from`. */
function endOfArgument(tokens: readonly Token[], from: number): number {
  let at = from
  while (at < tokens.length && tokens[at]!.text !== ',' && tokens[at]!.text !== ')') {
    at = tokens[at]!.text === '(' ? afterParenthesis(tokens, at) : at + 1
  }
  return at
}

/** Before the first row there is none: of a column that is never null ClickHouse would make a zero. */
function nullBefore(tokens: readonly Token[]): Token[] {
  const result = [...tokens]
  for (let at = result.length - 1; at >= 0; at -= 1) {
    const open = nextSeen(result, at + 1)
    if (!['lag', 'lead'].includes(result[at]!.text) || result[open]?.text !== '(') continue
    result.splice(endOfArgument(result, open + 1), 0, mark(')'))
    result.splice(open + 1, 0, word('toNullable'), mark('('))
  }
  return result
}

const emptiable: ReadonlySet<string> = new Set(['sum', 'min', 'max'])

/** Each token's select, and whether it groups. */
function selectsOf(tokens: readonly Token[]): readonly { groups: boolean }[] {
  const stack = [{ groups: false }]
  return tokens.map(({ kind, text }) => {
    if (text === '(') stack.push(stack.at(-1)!)
    if (text === ')') stack.pop()
    if (kind === 'word' && text === 'select') stack[stack.length - 1] = { groups: false }
    if (kind === 'word' && text === 'group') stack.at(-1)!.groups = true
    return stack.at(-1)!
  })
}

/** The sum of nothing is null. Of a group there is always something, and there the shorter way is a third faster. */
function nullOfNothing(tokens: readonly Token[]): Token[] {
  const selects = selectsOf(tokens)
  return tokens.map((token, at) => {
    const isCall = token.kind === 'word' && tokens[nextSeen(tokens, at + 1)]?.text === '('
    return isCall && emptiable.has(token.text) && !selects[at]!.groups ? word(`${token.text}OrNull`) : token
  })
}

/** What ends an item of a select list at its own depth. */
const afterItems: ReadonlySet<string> = new Set(['from', 'union', 'where', 'order', 'limit'])

function named(tokens: readonly Token[]): Token[] {
  const result: Token[] = []
  /** For each open parenthesis: whether it stands in a select list, and the item so far. */
  const stack: { isListing: boolean; item: string[] }[] = [{ isListing: false, item: [] }]
  const close = (): void => {
    const level = stack.at(-1)!
    const [, dot, column] = level.item
    // What was put aside is given its name before the space that follows it.
    if (level.isListing && level.item.length === 3 && dot === '.') {
      let at = result.length
      while (result[at - 1]!.kind === 'hidden') at -= 1
      result.splice(at, 0, { kind: 'mark', text: ` as ${column}` })
    }
    level.item = []
  }
  for (const token of tokens) {
    const level = stack.at(-1)!
    if (token.text === ',' || (token.kind === 'word' && afterItems.has(token.text))) {
      close()
      if (token.text !== ',') level.isListing = false
    } else if (token.text === ')') {
      close()
      stack.pop()
      stack.at(-1)?.item.push(')')
    } else if (token.text === '(') {
      level.item.push('(')
      stack.push({ isListing: false, item: [] })
    } else if (token.text === 'select') {
      level.isListing = true
      level.item = []
    } else if (token.kind !== 'hidden' && token.text !== 'distinct') level.item.push(token.text)
    result.push(token)
  }
  close()
  return result
}

/** @param values those bound; one that is not among them, or null, is null */
export function toClickHouse(sql: string, values: BoundValues = {}): string {
  const bound = (name: string): string => `{${name}:${values[name] == null ? 'Nullable(Int64)' : 'Int64'}}`
  return named(signed(nullBefore(nullOfNothing(tokensOf(sql)))))
    .map(({ kind, text }) => (kind === 'parameter' ? bound(text.slice(1)) : text))
    .join('')
}

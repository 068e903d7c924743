/**
 * A rule's text as ClickHouse takes it. It is the same text but for three things: a bound value is written
 * `{name:Nullable(Int64)}`; a column that a select takes from a join keeps its bare name only if it is said
 * (`line.person_id as person_id`); counts,
 * places and absolute values are unsigned there, which mixes with no other integer.
 */

interface Token {
  readonly kind: 'word' | 'parameter' | 'mark' | 'hidden'
  readonly text: string
}

/** Text, quoted names, comments and space hide what looks like a word. */
const pattern = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\s+|\$[a-z][a-z0-9_]*|[A-Za-z_][A-Za-z0-9_]*|[^\s]/g

function tokensOf(sql: string): Token[] {
  return [...sql.matchAll(pattern)].map(([text]) => {
    if (/^['"\s]|^--/.test(text)) return { kind: text.startsWith("'") ? 'mark' : 'hidden', text }
    if (text.startsWith('$')) return { kind: 'parameter', text }
    return { kind: /^[A-Za-z_]/.test(text) ? 'word' : 'mark', text }
  })
}

const unsigned: ReadonlySet<string> = new Set(['count', 'row_number', 'rank', 'dense_rank', 'abs'])

/** The place after the parenthesis that closes the one at `from`. */
function afterParenthesis(tokens: readonly Token[], from: number): number {
  let depth = 0
  for (let at = from; at < tokens.length; at += 1) {
    if (tokens[at]!.text === '(') depth += 1
    if (tokens[at]!.text === ')') depth -= 1
    if (depth === 0) return at + 1
  }
  return tokens.length
}

function nextSeen(tokens: readonly Token[], from: number): number {
  let at = from
  while (at < tokens.length && tokens[at]!.kind === 'hidden') at += 1
  return at
}

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

export function toClickHouse(sql: string): string {
  return named(signed(tokensOf(sql)))
    .map(({ kind, text }) => (kind === 'parameter' ? `{${text.slice(1)}:Nullable(Int64)}` : text))
    .join('')
}

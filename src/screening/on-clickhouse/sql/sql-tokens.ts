export interface Token {
  readonly kind: 'word' | 'parameter' | 'mark' | 'hidden'
  readonly text: string
}

/** Text, quoted names, comments and space hide what looks like a word. */
const pattern = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\s+|\$[a-z][a-z0-9_]*|[A-Za-z_][A-Za-z0-9_]*|[^\s]/g

export function tokensOf(sql: string): Token[] {
  return [...sql.matchAll(pattern)].map(([text]) => {
    if (/^['"\s]|^--/.test(text)) return { kind: text.startsWith("'") ? 'mark' : 'hidden', text }
    if (text.startsWith('$')) return { kind: 'parameter', text }
    return { kind: /^[A-Za-z_]/.test(text) ? 'word' : 'mark', text }
  })
}

/** The place after the parenthesis that closes the one at `from`. */
export function afterParenthesis(tokens: readonly Token[], from: number): number {
  let depth = 0
  for (let at = from; at < tokens.length; at += 1) {
    if (tokens[at]!.text === '(') depth += 1
    if (tokens[at]!.text === ')') depth -= 1
    if (depth === 0) return at + 1
  }
  return tokens.length
}

export function nextSeen(tokens: readonly Token[], from: number): number {
  let at = from
  while (at < tokens.length && tokens[at]!.kind === 'hidden') at += 1
  return at
}

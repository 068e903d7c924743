/** Text, quoted names and comments hide what looks like a parameter or a call. */
const token = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\$[a-z][a-z0-9_]*|\bround_div(?=\s*\()/g

/**
 * A rule's text as PostgreSQL takes it. It is the same text: `$name` becomes a parameter, typed as DuckDB binds it (all
 * are integers, BIGINT), and the dialect's function gets its schema, as the application's search_path is `app`.
 */
export function toPostgres(sql: string, parameterOf: (name: string) => string): string {
  return sql.replace(token, (found) => {
    if (found.startsWith('$')) return `cast(${parameterOf(found.slice(1))} as bigint)`
    return found === 'round_div' ? 'register.round_div' : found
  })
}

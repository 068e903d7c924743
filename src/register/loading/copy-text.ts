const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** A line of COPY … FROM STDIN in PostgreSQL's text format (its manual, COPY, "Text Format"). */
export function copyLine(values: readonly (string | null)[]): string {
  return `${values.map((value) => (value === null ? '\\N' : value.replace(/[\\\t\n\r]/g, (each) => escapes[each]!))).join('\t')}\n`
}

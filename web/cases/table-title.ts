import { tables } from '#standard/tables.ts'
import { humanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'

const titles = new Map<string, string>(tables.map(({ name, title }) => [name, title]))

/** What a table of the standard is called; it has Chinese titles only. */
export function useTableTitle(): (table: string) => string {
  const say = useSay()
  return (table) => say({ zh: titles.get(table) ?? table, en: humanText(table) })
}

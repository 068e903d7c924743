import { findTable } from '#standard/tables.ts'
import { humanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'

/** A table of the standard by its title, with its name beside it: files bear either. */
export function TableName({ name }: { readonly name: string }): React.JSX.Element {
  const say = useSay()
  const title = findTable(name)?.title ?? name
  return (
    <>
      {say({ zh: title, en: humanText(name) })} <span className="code">{name}</span>
    </>
  )
}

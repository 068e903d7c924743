import { Link } from 'react-router'
import { useSay } from '#web/language/language.ts'
import { isMoney, profilePath, type Value, valueText } from './profile-words.ts'

/** A value, leading to its own profile where it has one. */
export function Shown({ table, value }: { readonly table: string; readonly value: Value }): React.ReactNode {
  const say = useSay()
  const text = say(valueText(table, value))
  if (value.ref !== null && text !== '') return <Link to={profilePath(value.ref)}>{text}</Link>
  return isMoney(table, value.column) ? <span className="number">{text}</span> : text
}

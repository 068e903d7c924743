import { NavLink } from 'react-router'
import { useSay } from '#web/language/language.ts'
import './risk-ledger.css'
import { ledgerTexts as texts } from './texts.ts'

/** The three parts of the ledger; each has an address of its own. */
export function LedgerTabs(): React.JSX.Element {
  const say = useSay()
  const parts = [
    ['/risk-ledger', texts.points],
    ['/risk-ledger/filings', texts.filings],
    ['/risk-ledger/measures', texts.measures48],
  ] as const
  return (
    <nav className="ledger-tabs no-print" aria-label={say(texts.parts)}>
      {parts.map(([path, title]) => (
        <NavLink key={path} to={path} end>
          {say(title)}
        </NavLink>
      ))}
    </nav>
  )
}

import { Breadcrumb } from 'antd'
import { createContext, useContext, useEffect, useMemo } from 'react'
import { Link } from 'react-router'
import { useSay } from '#web/language/language.ts'
import { shellTexts as texts } from './texts.ts'

export interface Crumb {
  readonly title: string
  /** Absent: the page itself. */
  readonly path?: string
}

export const CrumbContext = createContext<(crumbs: readonly Crumb[]) => void>(() => undefined)

export interface PageHeadProps {
  readonly title: string
  readonly above?: readonly Crumb[]
  /** In the breadcrumbs, where the title stands there already. */
  readonly crumb?: string
  readonly beside?: React.ReactNode
  readonly children?: React.ReactNode
}

/** The heading of a page, and its place in the breadcrumbs above. */
export function PageHead({
  title,
  above = [],
  crumb = title,
  beside,
  children,
}: PageHeadProps): React.JSX.Element {
  const setCrumbs = useContext(CrumbContext)
  const key = JSON.stringify([...above, { title: crumb }])
  const crumbs = useMemo(() => JSON.parse(key) as Crumb[], [key])
  useEffect(() => {
    setCrumbs(crumbs)
    document.title = crumbs
      .map((crumb) => crumb.title)
      .toReversed()
      .join(' · ')
  }, [crumbs, setCrumbs])
  return (
    <div className="page-head">
      <h1>{title}</h1>
      {beside}
      {children === undefined ? null : <div className="page-more">{children}</div>}
    </div>
  )
}

export function Crumbs({ crumbs }: { readonly crumbs: readonly Crumb[] }): React.JSX.Element {
  const say = useSay()
  const home = { title: say(texts.workbench), path: '/' }
  const items = crumbs.length === 1 && crumbs[0]?.title === home.title ? crumbs : [home, ...crumbs]
  return (
    <nav aria-label={say(texts.place)}>
      <Breadcrumb
        items={items.map(({ title, path }) => ({
          title: path === undefined ? title : <Link to={path}>{title}</Link>,
        }))}
      />
    </nav>
  )
}

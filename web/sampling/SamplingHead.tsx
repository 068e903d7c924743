import { Segmented } from 'antd'
import { useNavigate } from 'react-router'
import { useSay } from '#web/language/language.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { samplingTexts as texts } from './texts.ts'

const views = [
  { path: '/sampling', title: texts.plans },
  { path: '/sampling/items', title: texts.items },
  { path: '/sampling/issued', title: texts.issued },
] as const
type Path = (typeof views)[number]['path']

/** The heading of the three lists, and the way between them. */
export function SamplingHead({
  path,
  children,
}: {
  readonly path: Path
  readonly children?: React.ReactNode
}): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  const isFirst = path === '/sampling'
  const view = views.find((each) => each.path === path)!
  return (
    <PageHead
      title={say(isFirst ? texts.sampling : view.title)}
      {...(isFirst ? {} : { above: [{ title: say(texts.sampling), path: '/sampling' }] })}
      beside={
        <Segmented<Path>
          aria-label={say(texts.views)}
          className="no-print"
          value={path}
          onChange={(chosen) => void go(chosen)}
          options={views.map(({ path: value, title }) => ({ value, label: say(title) }))}
        />
      }
    >
      {children}
    </PageHead>
  )
}

import { Card, Tabs } from 'antd'
import { Link, useNavigate, useParams } from 'react-router'
import type { Bilingual } from '#base/bilingual.ts'
import { useSay } from '#web/language/language.ts'
import { ExportButton } from '#web/lists/List.tsx'
import { useListAddress } from '#web/lists/use-list-address.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { shellTexts } from '#web/shell/texts.ts'
import { ConflictMatrix } from './ConflictMatrix.tsx'
import { GrantList, PostList, RotationList, StaffList } from './OrganisationLists.tsx'
import { authorityTexts as texts } from './texts.ts'

/** Lists of the server. */
const exports: Readonly<Record<string, string>> = {
  people: '/api/staff/export',
  posts: '/api/posts/export',
  grants: '/api/grants/export',
  conflicts: '/api/staffing/conflicts/export',
  rotations: '/api/staffing/rotations/export',
}

const tabs: readonly (readonly [string, Bilingual, React.ComponentType])[] = [
  ['people', texts.people, StaffList],
  ['posts', texts.posts, PostList],
  ['grants', texts.grants, GrantList],
  ['conflicts', texts.conflicts, ConflictMatrix],
  ['rotations', texts.rotations, RotationList],
]

/** Who is where, may what, must not, and for how long; changes are records of their own. */
export function AuthorityPage(): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  const { tab = 'people' } = useParams()
  const { filters } = useListAddress()
  const exported = exports[tab]
  const [, title, Shown] = tabs.find(([key]) => key === tab) ?? tabs[0]!
  return (
    <>
      <PageHead
        title={say(shellTexts.authority)}
        above={[{ title: say(shellTexts.authority), path: '/authority' }]}
        crumb={say(title)}
      >
        <Link to="/handling">{say(texts.propose)}</Link>
        {exported === undefined ? null : (
          <ExportButton path={exported} filters={filters} needs="READ_AUTHORITY" />
        )}
      </PageHead>
      <Tabs
        size="small"
        activeKey={tab}
        onChange={(key) => void go(`/authority/${key}`)}
        items={tabs.map(([key, label]) => ({ key, label: say(label) }))}
      />
      <Card size="small" aria-label={say(title)}>
        <Shown key={tab} />
      </Card>
    </>
  )
}

import {
  AuditOutlined,
  BarChartOutlined,
  BookOutlined,
  CalendarOutlined,
  CheckSquareOutlined,
  CloudUploadOutlined,
  ContainerOutlined,
  DashboardOutlined,
  DatabaseOutlined,
  EyeOutlined,
  FileSearchOutlined,
  FileTextOutlined,
  FlagOutlined,
  FolderOpenOutlined,
  FormOutlined,
  IdcardOutlined,
  ProfileOutlined,
  RadarChartOutlined,
  SafetyOutlined,
  SolutionOutlined,
  TransactionOutlined,
  UserOutlined,
} from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Dropdown, Layout, Menu, type MenuProps } from 'antd'
import { Suspense, useCallback, useState } from 'react'
import { Link, Navigate, Outlet, useLocation, useNavigate } from 'react-router'
import { ConfirmationProvider } from '#web/acting/Confirmation.tsx'
import { ask, Refused } from '#web/api/call.ts'
import { type Capabilities, type Me, useCapabilities, useMe } from '#web/api/queries.ts'
import { beijingDay } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { SearchBox } from '#web/search/SearchBox.tsx'
import { TourButton } from '#web/tour/TourButton.tsx'
import { useAppearance } from './appearance.ts'
import { Busy } from './Busy.tsx'
import { type MenuEntry, menu, menuGroups } from './menu.ts'
import { type Crumb, CrumbContext, Crumbs } from './PageHead.tsx'
import { Problem } from './Problem.tsx'
import { SignInAgain } from './SignInAgain.tsx'
import { Switches } from './Switches.tsx'
import { shellTexts as texts } from './texts.ts'
import { Watermark } from './Watermark.tsx'

const icons: Readonly<Record<string, React.ReactNode>> = {
  '/': <DashboardOutlined />,
  '/overview': <BarChartOutlined />,
  '/rules': <BookOutlined />,
  '/findings': <FlagOutlined />,
  '/cases': <FolderOpenOutlined />,
  '/recoveries': <TransactionOutlined />,
  '/profiles': <IdcardOutlined />,
  '/campaigns': <ContainerOutlined />,
  '/risk-ledger': <ProfileOutlined />,
  '/sampling': <CheckSquareOutlined />,
  '/inspections': <EyeOutlined />,
  '/reports': <FileTextOutlined />,
  '/calendar': <CalendarOutlined />,
  '/duties': <SolutionOutlined />,
  '/handling': <FormOutlined />,
  '/review': <AuditOutlined />,
  '/records': <DatabaseOutlined />,
  '/authority': <SafetyOutlined />,
  '/trail': <FileSearchOutlined />,
  '/deliveries': <CloudUploadOutlined />,
  '/runs': <RadarChartOutlined />,
}

function Side({ may }: { readonly may: Capabilities }): React.JSX.Element {
  const say = useSay()
  const { pathname } = useLocation()
  const shown = menu.filter((entry) => entry.isFor(may))
  const selected = shown.findLast(({ path }) => path === '/' || pathname.startsWith(path))?.path
  const itemOf = ({ path, title }: MenuEntry) => ({
    key: path,
    icon: icons[path],
    label: <Link to={path}>{say(title)}</Link>,
  })
  const active = pathname === '/' ? '/' : selected === '/' ? '' : (selected ?? '')
  return (
    <Layout.Sider className="shell-side" width={200} breakpoint="lg" collapsedWidth={56} theme="light">
      <Link to="/" className="shell-brand">
        <img src="/favicon.svg" alt="" />
        {say(texts.product)}
      </Link>
      <nav aria-label={say(texts.menu)}>
        <Menu
          mode="inline"
          theme="light"
          selectedKeys={[active]}
          items={menuGroups.flatMap(({ title, entries }): NonNullable<MenuProps['items']> => {
            const items = entries.filter((entry) => entry.isFor(may)).map(itemOf)
            if (title === null || items.length === 0) return items
            return [{ type: 'group' as const, key: title.zh, label: say(title), children: items }]
          })}
        />
      </nav>
    </Layout.Sider>
  )
}

function Account({ me }: { readonly me: Me }): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  const queries = useQueryClient()
  const signOut = async (): Promise<void> => {
    await ask('POST /api/sign-out', { body: { is_everywhere: false } }).catch(() => undefined)
    queries.clear()
    await go('/sign-in')
  }
  const posts = me.posts.map(({ title }) => title).join('、')
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'posts', label: posts === '' ? me.staff_id : posts, disabled: true },
          { key: 'me', label: <Link to="/me">{say(texts.oneself)}</Link> },
          { key: 'out', label: say(texts.signOut), onClick: () => void signOut() },
        ],
      }}
    >
      <Button type="text" icon={<UserOutlined />}>
        {me.name}
      </Button>
    </Dropdown>
  )
}

function Notices({ me }: { readonly me: Me }): React.JSX.Element {
  const say = useSay()
  const notices = [
    ...me.notices,
    ...(me.is_absent ? [texts.absent] : []),
    ...(me.session.must_change_password ? [texts.changePassword] : []),
  ]
  return (
    <>
      {notices.map((notice) => (
        <Alert key={notice.zh} className="shell-notice" banner type="warning" showIcon title={say(notice)} />
      ))}
    </>
  )
}

const nowhere = { at: '', crumbs: [] } as const

function SignedInShell({ me, may }: { readonly me: Me; readonly may: Capabilities }): React.JSX.Element {
  const say = useSay()
  const { isDark } = useAppearance()
  const { pathname } = useLocation()
  const [placed, setPlaced] = useState<{ readonly at: string; readonly crumbs: readonly Crumb[] }>(nowhere)
  // Of this address: a page that could not be opened does not stand under the one before.
  const setCrumbs = useCallback((crumbs: readonly Crumb[]) => setPlaced({ at: pathname, crumbs }), [pathname])
  return (
    <ConfirmationProvider>
      <a className="skip" href="#content">
        {say(texts.skip)}
      </a>
      <Layout className="shell">
        <Side may={may} />
        <Layout>
          <Layout.Header className="shell-head" style={{ background: 'var(--head)' }}>
            <Crumbs crumbs={placed.at === pathname ? placed.crumbs : []} />
            {me.is_demonstration ? <TourButton me={me} may={may} /> : null}
            <SearchBox may={may} />
            <Switches />
            <Account me={me} />
          </Layout.Header>
          <Notices me={me} />
          <Layout.Content>
            <main id="content" className="shell-body" tabIndex={-1}>
              <CrumbContext value={setCrumbs}>
                <Suspense fallback={<Busy label={say(texts.loading)} />}>
                  <Outlet />
                </Suspense>
              </CrumbContext>
            </main>
          </Layout.Content>
        </Layout>
      </Layout>
      <Watermark text={`${me.name} ${me.staff_id} ${beijingDay(new Date())}`} isDark={isDark} />
      <SignInAgain name={me.sign_in_name} />
    </ConfirmationProvider>
  )
}

/** Everything behind sign-in; whoever is not is sent there and comes back to where he wanted. */
export function Shell(): React.JSX.Element {
  const say = useSay()
  const { pathname, search } = useLocation()
  const me = useMe()
  const may = useCapabilities()
  const error = me.error ?? may.error
  if (me.data !== undefined && may.data !== undefined) return <SignedInShell me={me.data} may={may.data} />
  if (error instanceof Refused && error.problem.status === 401) {
    const next = pathname === '/' ? '' : `?next=${encodeURIComponent(pathname + search)}`
    return <Navigate to={`/sign-in${next}`} replace />
  }
  if (error !== null) {
    return (
      <main className="shell-body">
        <Problem error={error} retry={() => void Promise.all([me.refetch(), may.refetch()])} />
      </main>
    )
  }
  return <Busy fullscreen label={say(texts.loading)} />
}

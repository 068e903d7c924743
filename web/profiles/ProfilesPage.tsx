import { SearchOutlined } from '@ant-design/icons'
import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Card, Empty, Form, Input } from 'antd'
import { Link } from 'react-router'
import { type Answer, ask } from '#web/api/call.ts'
import { ChartTable } from '#web/charts/ChartTable.tsx'
import { useSay } from '#web/language/language.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { profilePath } from './profile-words.ts'
import { profileTexts as texts } from './texts.ts'
import './profiles.css'

type Found = Answer<'POST /api/profile-search'>

function FoundList({ found }: { readonly found: Found }): React.JSX.Element {
  const say = useSay()
  if (found.items.length === 0) {
    return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say(texts.foundNone)} />
  }
  return (
    <ChartTable
      title={say(texts.found)}
      columns={[
        { title: say(texts.name) },
        { title: say(texts.kind) },
        { title: say(texts.number) },
        { title: say(texts.idNumber) },
        { title: say(texts.region) },
      ]}
      rows={found.items.map((each) => ({
        key: `${each.kind} ${each.ref}`,
        cells: [
          <Link key="name" to={profilePath(each)}>
            {each.label}
          </Link>,
          say(texts[each.kind]),
          each.kind === 'account' ? '' : each.ref,
          <span key="id" className="number">
            {each.id_number}
          </span>,
          each.region,
        ],
      }))}
      more={found.has_more ? say(texts.foundMore) : undefined}
    />
  )
}

/** Finding a person, an account, an employer or a member of staff. What is sought stays out of the address. */
export function ProfilesPage(): React.JSX.Element {
  const say = useSay()
  const search = useMutation({
    gcTime: 0,
    mutationFn: ({ query }: { query: string }) => ask('POST /api/profile-search', { body: { query } }),
  })
  return (
    <>
      <PageHead title={say(texts.profiles)} />
      <div className="stack">
        <Card size="small">
          <Form<{ query: string }> className="profile-search" onFinish={(given) => search.mutate(given)}>
            <Form.Item
              name="query"
              rules={[{ required: true, min: 2, whitespace: true, message: say(texts.tooShort) }]}
              extra={say(texts.searchMore)}
              style={{ marginBottom: 0 }}
            >
              <Input
                aria-label={say(texts.searchFor)}
                placeholder={say(texts.searchFor)}
                maxLength={40}
                autoFocus
                autoComplete="off"
              />
            </Form.Item>
            <Button type="primary" htmlType="submit" icon={<SearchOutlined />} loading={search.isPending}>
              {say(texts.search)}
            </Button>
          </Form>
        </Card>
        {search.error === null ? null : <Problem error={search.error} />}
        {search.data === undefined ? null : (
          <Card size="small" title={say(texts.found)}>
            <FoundList found={search.data} />
          </Card>
        )}
        {search.data?.has_more === true ? <Alert type="info" showIcon title={say(texts.foundMore)} /> : null}
      </div>
    </>
  )
}

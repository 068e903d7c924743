import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Card, Form, Input, Table, Tag } from 'antd'
import { Link, useNavigate } from 'react-router'
import { ask } from '#web/api/call.ts'
import { useAsk, useMe } from '#web/api/queries.ts'
import { codeName } from '#web/forms/code-names.ts'
import { timeText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { shellTexts } from '#web/shell/texts.ts'
import { oneselfTexts as texts } from './texts.ts'

const methods = ['PASSWORD', 'PASSKEY', 'CERTIFICATE', 'OIDC'] as const

function Sessions(): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  const queries = useQueryClient()
  const { data } = useAsk('GET /api/me/sessions', {})
  const leave = useMutation({
    mutationFn: () => ask('POST /api/sign-out', { body: { is_everywhere: true } }),
    onSuccess: async () => {
      queries.clear()
      await go('/sign-in')
    },
  })
  const nameOf = (method: string): string => {
    const known = methods.find((each) => each === method)
    return known === undefined ? method : say(texts[known])
  }
  const time = (at: string): React.JSX.Element => <span className="number">{timeText(at)}</span>
  return (
    <Card
      size="small"
      title={say(texts.sessions)}
      extra={
        <Button size="small" danger loading={leave.isPending} onClick={() => leave.mutate()}>
          {say(texts.everywhere)}
        </Button>
      }
    >
      <Table
        size="small"
        rowKey="session_id"
        pagination={false}
        dataSource={[...(data?.items ?? [])]}
        columns={[
          {
            title: say(texts.method),
            dataIndex: 'method',
            render: (method: string, { is_this }) => (
              <>
                {nameOf(method)} {is_this ? <Tag color="processing">{say(texts.thisOne)}</Tag> : null}
              </>
            ),
          },
          { title: say(texts.address), dataIndex: 'address' },
          { title: say(texts.started), dataIndex: 'started_at', render: time },
          { title: say(texts.seen), dataIndex: 'seen_at', render: time },
        ]}
      />
    </Card>
  )
}

interface Passwords {
  readonly current: string
  readonly next: string
  readonly again: string
}

function ChangePassword(): React.JSX.Element {
  const say = useSay()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [form] = Form.useForm<Passwords>()
  const change = useMutation({
    mutationFn: ({ current, next }: Passwords) => ask('POST /api/me/password', { body: { current, next } }),
    onSuccess: async () => {
      void message.success(say(texts.changed))
      form.resetFields()
      await queries.invalidateQueries()
    },
  })
  const needed = { required: true, message: say(texts.needed) }
  return (
    <Card size="small" title={say(texts.password)}>
      {change.error === null ? null : <Problem error={change.error} />}
      <Form<Passwords>
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(given) => change.mutate(given)}
      >
        <Form.Item name="current" label={say(texts.current)} rules={[needed]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Form.Item name="next" label={say(texts.next)} rules={[needed]}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Form.Item
          name="again"
          label={say(texts.again)}
          dependencies={['next']}
          rules={[
            needed,
            ({ getFieldValue }) => ({
              validator: (_, value) =>
                value === getFieldValue('next')
                  ? Promise.resolve()
                  : Promise.reject(new Error(say(texts.differs))),
            }),
          ]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={change.isPending}>
          {say(texts.password)}
        </Button>
      </Form>
    </Card>
  )
}

function Relatives(): React.JSX.Element {
  const say = useSay()
  const { data } = useAsk('GET /api/staffing/relatives', {})
  const items = data?.items ?? []
  return (
    <Card
      size="small"
      title={say(texts.relatives)}
      extra={<Link to="/handling/RELATIVES">{say(texts.declare)}</Link>}
    >
      {items.length === 0 ? (
        say(texts.noRelatives)
      ) : (
        <Table
          size="small"
          rowKey={({ id_number, name }) => id_number + name}
          pagination={false}
          dataSource={[...items]}
          columns={[
            { title: say(texts.name), dataIndex: 'name' },
            { title: say(texts.idNumber), dataIndex: 'id_number' },
            {
              title: say(texts.relation),
              dataIndex: 'relation',
              render: (relation: string) =>
                say(codeName(relation, { name: 'relation', title: '关系', among: [] })),
            },
            { title: say(texts.declaredOn), dataIndex: 'declared_on' },
          ]}
        />
      )}
    </Card>
  )
}

export function OneselfPage(): React.JSX.Element {
  const say = useSay()
  const passkey = useMe().data?.passkey
  return (
    <>
      <PageHead title={say(shellTexts.oneself)} />
      <div className="columns">
        <div className="stack">
          <Sessions />
          <Relatives />
        </div>
        <div className="stack">
          <ChangePassword />
          <Card size="small" title={say(texts.passkeys)}>
            {say(texts.passkeyCount, { count: passkey?.credential_ids.length ?? 0 })}
            {passkey?.reason == null ? null : <div>{say(passkey.reason)}</div>}
          </Card>
        </div>
      </div>
    </>
  )
}

import { useMutation } from '@tanstack/react-query'
import { Button, DatePicker, Form, Input, Modal, type TableColumnsType, Tag } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { Link } from 'react-router'
import { type Answer, download } from '#web/api/call.ts'
import { useAsk, useKinds, useStaffNames } from '#web/api/queries.ts'
import { exactTimeText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { List } from '#web/lists/List.tsx'
import { type ListAddress, useListAddress } from '#web/lists/use-list-address.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { shellTexts } from '#web/shell/texts.ts'
import { trailTexts as texts } from './texts.ts'

type Entry = Answer<'GET /api/trail/entries'>['items'][number]
const outcomes = ['ACCEPTED', 'REFUSED', 'VIEWED', 'EXPORTED'] as const
type Outcome = (typeof outcomes)[number]
const colors: Readonly<Record<Outcome, string>> = {
  ACCEPTED: 'success',
  REFUSED: 'error',
  VIEWED: 'default',
  EXPORTED: 'warning',
}
const isOutcome = (text: string): text is Outcome => (outcomes as readonly string[]).includes(text)

const words = ['actor', 'function', 'kind', 'record', 'outcome'] as const

function Filters({ address }: { readonly address: ListAddress }): React.JSX.Element {
  const say = useSay()
  const [from, to] = [address.get('from'), address.get('to')]
  return (
    <div className="filters">
      {words.map((name) => (
        <Input.Search
          key={name + (address.get(name) ?? '')}
          aria-label={say(texts[name])}
          placeholder={say(texts[name])}
          defaultValue={address.get(name) ?? ''}
          allowClear
          style={{ width: 180 }}
          onSearch={(value) => address.set({ [name]: value.trim() })}
        />
      ))}
      <DatePicker.RangePicker
        aria-label={say(texts.period)}
        value={[from === undefined ? null : dayjs(from), to === undefined ? null : dayjs(to)]}
        onChange={(period) =>
          address.set({
            from: period?.[0]?.format('YYYY-MM-DD[T00:00:00+08:00]'),
            to: period?.[1]?.format('YYYY-MM-DD[T23:59:59+08:00]'),
          })
        }
      />
    </div>
  )
}

function ExportTrail(): React.JSX.Element {
  const say = useSay()
  const [isOpen, setOpen] = useState(false)
  const save = useMutation({
    mutationFn: ({ reason }: { reason: string }) =>
      download('/api/trail/exports', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ reason }),
      }),
    onSuccess: () => setOpen(false),
  })
  return (
    <>
      <Button onClick={() => setOpen(true)}>{say(texts.export)}</Button>
      <Modal
        open={isOpen}
        title={say(texts.export)}
        footer={null}
        onCancel={() => setOpen(false)}
        destroyOnHidden
      >
        <p>{say(texts.exportMore)}</p>
        {save.error === null ? null : <Problem error={save.error} />}
        <Form<{ reason: string }> layout="vertical" onFinish={(given) => save.mutate(given)}>
          <Form.Item
            name="reason"
            label={say(texts.reason)}
            rules={[{ required: true, whitespace: true, min: 4, message: say(texts.reasonLength) }]}
          >
            <Input.TextArea rows={3} maxLength={500} showCount autoFocus />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={save.isPending}>
            {say(texts.export)}
          </Button>
        </Form>
      </Modal>
    </>
  )
}

/** Who did what when, newest first; every entry can be proved. */
export function TrailPage(): React.JSX.Element {
  const say = useSay()
  const nameOf = useStaffNames()
  const kinds = useKinds()
  const address = useListAddress()
  const { filters, cursor } = address
  const page = useAsk(
    'GET /api/trail/entries',
    { query: { ...filters, ...(cursor === undefined ? {} : { cursor }) } },
    { keepsPrevious: true },
  )
  const columns: TableColumnsType<Entry> = [
    {
      title: say(texts.index),
      dataIndex: 'index',
      align: 'right',
      render: (index: string, { entry_id }) => (
        <Link to={`/trail/${entry_id}`} className="number">
          {index}
        </Link>
      ),
    },
    {
      title: say(texts.at),
      dataIndex: 'at',
      render: (at: string) => <span className="number">{exactTimeText(at)}</span>,
    },
    { title: say(texts.actor), dataIndex: 'actor', render: nameOf },
    {
      title: say(texts.kind),
      dataIndex: 'kind',
      render: (code: string) => {
        const title = kinds?.get(code)?.title
        return title === undefined ? <span className="code">{code}</span> : say(title)
      },
    },
    {
      title: say(texts.function),
      dataIndex: 'function',
      render: (code: string, { kind }) => {
        const title = kinds?.get(kind)?.actions[code.split('/').at(-1) ?? '']?.title
        return title === undefined ? <span className="code">{code}</span> : say(title)
      },
    },
    {
      title: say(texts.record),
      dataIndex: 'record',
      render: (id: string) => <span className="code">{id.slice(-12)}</span>,
    },
    {
      title: say(texts.outcome),
      dataIndex: 'outcome',
      render: (outcome: string) =>
        isOutcome(outcome) ? <Tag color={colors[outcome]}>{say(texts[outcome])}</Tag> : outcome,
    },
  ]
  return (
    <>
      <PageHead title={say(shellTexts.trail)}>
        <ExportTrail />
      </PageHead>
      <Filters address={address} />
      <List rowKey="entry_id" columns={columns} page={page} address={address} />
    </>
  )
}

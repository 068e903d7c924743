import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Flex, Form, Input, Timeline } from 'antd'
import { ask } from '#web/api/call.ts'
import { type OpenedRecord, type RecordKindForm, useStaffNames } from '#web/api/queries.ts'
import { exactTimeText, timeText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { Problem } from '#web/shell/Problem.tsx'
import { recordTexts as texts } from './texts.ts'

function reasonOf(input: unknown): string | null {
  const reason = (input as { readonly reason?: unknown } | null)?.reason
  return typeof reason === 'string' ? reason : null
}

/** Who did what when, newest last, as it is kept. */
export function History({
  record,
  kind,
}: {
  readonly record: OpenedRecord
  readonly kind: RecordKindForm
}): React.JSX.Element {
  const say = useSay()
  const nameOf = useStaffNames()
  return (
    <Timeline
      items={record.history.map((each) => {
        const status = kind.statuses[each.status_after]
        const reason = reasonOf(each.input)
        return {
          key: each.version,
          content: (
            <>
              <strong>{say(kind.actions[each.action]?.title ?? { zh: each.action, en: each.action })}</strong>{' '}
              {nameOf(each.actor_id)}
              {status === undefined ? null : ` → ${say(status)}`}
              <div>
                <time dateTime={each.at} title={exactTimeText(each.at)} className="number">
                  {timeText(each.at)}
                </time>
              </div>
              {reason === null ? null : <div>{reason}</div>}
            </>
          ),
        }
      })}
    />
  )
}

/** Said beside the record; not part of any decision. */
export function Comments({ record }: { readonly record: OpenedRecord }): React.JSX.Element {
  const say = useSay()
  const nameOf = useStaffNames()
  const queries = useQueryClient()
  const [form] = Form.useForm<{ text: string }>()
  const add = useMutation({
    mutationFn: ({ text }: { text: string }) =>
      ask('POST /api/records/{kind}/{record_id}/comments', {
        params: { kind: record.kind, record_id: record.record_id },
        body: { comment_id: crypto.randomUUID(), text },
      }),
    onSuccess: async () => {
      form.resetFields()
      await queries.invalidateQueries({ queryKey: ['GET /api/records/{kind}/{record_id}'] })
    },
  })
  return (
    <Flex vertical gap={8}>
      {record.comments.length === 0 ? null : (
        <ul className="comments">
          {record.comments.map(({ comment_id, actor_id, at, text }) => (
            <li key={comment_id}>
              <strong>{nameOf(actor_id)}</strong> <span className="number">{timeText(at)}</span>
              <div>{text}</div>
            </li>
          ))}
        </ul>
      )}
      {add.error === null ? null : <Problem error={add.error} />}
      <Form form={form} onFinish={(given) => add.mutate(given)} className="no-print">
        <Form.Item name="text" rules={[{ required: true, message: '' }]} style={{ marginBottom: 8 }}>
          <Input.TextArea aria-label={say(texts.commentText)} rows={2} maxLength={4_000} />
        </Form.Item>
        <Button size="small" htmlType="submit" loading={add.isPending}>
          {say(texts.addComment)}
        </Button>
      </Form>
    </Flex>
  )
}

import { useMutation } from '@tanstack/react-query'
import { Button, Flex, Form, Input, InputNumber, Modal, Select, Table, Tag } from 'antd'
import { useRef, useState } from 'react'
import type { Bilingual } from '#base/bilingual.ts'
import { actingTexts } from '#web/acting/texts.ts'
import { type Answer, ask } from '#web/api/call.ts'
import { useAsk, useCapabilities } from '#web/api/queries.ts'
import { formTexts } from '#web/forms/texts.ts'
import { useSay } from '#web/language/language.ts'
import { Problem } from '#web/shell/Problem.tsx'
import type { CaseItem } from './CasesPage.tsx'
import { caseTexts as texts } from './texts.ts'
import { verifierChoices } from './verifier-choices.ts'

type BulkAction = 'assign' | 'begin' | 'extend' | 'openMerged'
type Result = Answer<'POST /api/cases/triage'>['items'][number]
type Asked = Readonly<Record<string, unknown>>

const titles: Readonly<Record<BulkAction, Bilingual>> = {
  assign: texts.bulkAssign,
  begin: texts.bulkBegin,
  extend: texts.bulkExtend,
  openMerged: texts.bulkMerge,
}
const canBeMerged: ReadonlySet<string> = new Set(['OPENED', 'ASSIGNED', 'VERIFYING'])

function itemsOf(action: BulkAction, cases: readonly CaseItem[], input: Asked) {
  if (action === 'openMerged') {
    const case_ids = cases.map(({ record_id }) => record_id)
    return [{ record_id: null, action, input: { ...input, case_ids }, version: null }]
  }
  return cases.map(({ record_id, version }) => ({ record_id, action, input, version }))
}

function Fields({
  action,
  cases,
}: {
  readonly action: BulkAction
  readonly cases: readonly CaseItem[]
}): React.JSX.Element | null {
  const say = useSay()
  const verifiers = useAsk(
    'GET /api/cases/verifiers',
    { query: { case_ids: cases.map(({ record_id }) => record_id).join(',') } },
    { isOn: action === 'assign' },
  )
  const needed = (field: Bilingual) => [
    { required: true, message: say(formTexts.needed, { field: say(field) }) },
  ]
  if (action === 'begin') return null
  if (action === 'assign') {
    if (verifiers.error !== null) return <Problem error={verifiers.error} />
    const choices = verifierChoices(verifiers.data?.items ?? [], say)
    return (
      <Form.Item
        name="assignee"
        label={say(texts.assignee)}
        rules={needed(texts.assignee)}
        {...(verifiers.data !== undefined && choices.length === 0 ? { extra: say(texts.nobodyAble) } : {})}
      >
        <Select showSearch={{ optionFilterProp: 'label' }} loading={verifiers.isFetching} options={choices} />
      </Form.Item>
    )
  }
  return (
    <>
      {action === 'extend' ? (
        <Form.Item name="working_days" label={say(texts.workingDays)} rules={needed(texts.workingDays)}>
          <InputNumber min={1} max={30} precision={0} />
        </Form.Item>
      ) : null}
      <Form.Item name="reason" label={say(texts.reason)} rules={needed(texts.reason)}>
        <Input.TextArea rows={2} maxLength={500} showCount />
      </Form.Item>
    </>
  )
}

function Results({
  cases,
  results,
}: {
  readonly cases: readonly CaseItem[]
  readonly results: readonly Result[]
}): React.JSX.Element {
  const say = useSay()
  const done = results.filter(({ refusal }) => refusal === null).length
  return (
    <Flex vertical gap={8}>
      <strong role="status">{say(texts.bulkDone, { done, refused: results.length - done })}</strong>
      <Table<Result & { readonly at: number }>
        size="small"
        rowKey="idempotency_key"
        pagination={false}
        scroll={{ y: 320 }}
        dataSource={results.map((each, at) => ({ ...each, at }))}
        columns={[
          {
            title: say(texts.case),
            key: 'case',
            render: (_, { at, record_id }) => (
              <span className="code">{(cases[at]?.record_id ?? record_id ?? '').slice(-12)}</span>
            ),
          },
          {
            title: say(texts.result),
            key: 'result',
            render: (_, { refusal }) =>
              refusal === null ? (
                <Tag color="success">{say(texts.ok)}</Tag>
              ) : (
                <>
                  <div>{say(refusal.text)}</div>
                  {refusal.duties.length === 0 ? null : (
                    <div>
                      {say(actingTexts.byDuties, {
                        duties: refusal.duties.map((duty) => say(duty)).join('、'),
                      })}
                    </div>
                  )}
                </>
              ),
          },
        ]}
      />
    </Flex>
  )
}

/** Bulk triage: one form for all, and of each case its own answer. */
export function Triage({
  cases,
  onDone,
}: {
  readonly cases: readonly CaseItem[]
  readonly onDone: () => void
}): React.JSX.Element {
  const say = useSay()
  const may = useCapabilities().data?.steps ?? []
  const [action, setAction] = useState<BulkAction | null>(null)
  const [form] = Form.useForm<Asked>()
  // One submission has one key for each case, however often it is sent (platform.md 18).
  const keys = useRef({ of: '', values: [] as string[] })
  const send = useMutation({
    mutationFn: (input: Asked) => {
      const items = itemsOf(action!, cases, input)
      const said = JSON.stringify(items)
      if (keys.current.of !== said) {
        keys.current = { of: said, values: items.map(() => crypto.randomUUID()) }
      }
      const keyed = items.map((item, at) => ({ ...item, idempotency_key: keys.current.values[at]! }))
      return ask('POST /api/cases/triage', { body: { items: keyed } })
    },
  })
  const close = (): void => {
    const wasSent = send.data !== undefined
    setAction(null)
    send.reset()
    if (wasSent) onDone()
  }
  const isOffered = (each: BulkAction): boolean =>
    may.some(({ kind, action: own }) => kind === 'CASE' && own === each) &&
    (each !== 'openMerged' || (cases.length > 1 && cases.every(({ status }) => canBeMerged.has(status))))
  return (
    <>
      <span>{say(texts.chosen, { count: cases.length })}</span>
      {(Object.keys(titles) as BulkAction[]).filter(isOffered).map((each) => (
        <Button key={each} size="small" onClick={() => setAction(each)}>
          {say(titles[each])}
        </Button>
      ))}
      <Modal
        open={action !== null}
        title={action === null ? '' : say(titles[action])}
        footer={null}
        onCancel={close}
        destroyOnHidden
        width={640}
      >
        {send.data === undefined ? (
          <Form<Asked>
            form={form}
            layout="vertical"
            preserve={false}
            onFinish={(input) => (send.isPending ? undefined : send.mutate(input))}
          >
            {action === null ? null : <Fields action={action} cases={cases} />}
            {send.error === null ? null : <Problem error={send.error} />}
            <Button type="primary" htmlType="submit" loading={send.isPending} style={{ marginTop: 8 }}>
              {say(texts.bulkSend, { count: cases.length })}
            </Button>
          </Form>
        ) : (
          <Flex vertical gap={12}>
            <Results cases={action === 'openMerged' ? [] : cases} results={send.data.items} />
            <div>
              <Button onClick={close}>{say(texts.bulkClose)}</Button>
            </div>
          </Flex>
        )}
      </Modal>
    </>
  )
}

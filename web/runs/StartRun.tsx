import { MinusCircleOutlined, PlusOutlined } from '@ant-design/icons'
import { useMutation } from '@tanstack/react-query'
import { Button, DatePicker, Flex, Form, Input, Modal, Select } from 'antd'
import type { Dayjs } from 'dayjs'
import { useRef } from 'react'
import { useNavigate } from 'react-router'
import { type Answer, ask } from '#web/api/call.ts'
import { useAsk, useMe } from '#web/api/queries.ts'
import { dayText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { Problem } from '#web/shell/Problem.tsx'
import { runTexts as texts } from './texts.ts'

interface AskedShadow {
  readonly rule_code?: string
  readonly name?: string
  readonly parameters?: Readonly<Record<string, string | undefined>>
}
interface Asked {
  readonly snapshot_id: string
  readonly agency_id: string
  readonly rule_codes?: string[]
  readonly as_of?: Dayjs
  readonly shadows?: AskedShadow[]
}
type Rule = Answer<'GET /api/rules'>['items'][number]

function ShadowFields({
  at,
  rules,
  remove,
}: {
  readonly at: number
  readonly rules: readonly Rule[]
  readonly remove: () => void
}): React.JSX.Element {
  const say = useSay()
  const code = Form.useWatch(['shadows', at, 'rule_code']) as string | undefined
  const rule = rules.find((each) => each.code === code)
  const needed = [{ required: true, message: say(texts.needed) }]
  const withParameters = rules.filter(({ parameters }) => parameters.length > 0)
  return (
    <fieldset className="rows">
      <legend>
        {say(texts.shadow)} {at + 1}{' '}
        <Button
          type="text"
          size="small"
          icon={<MinusCircleOutlined />}
          aria-label={`${say(texts.remove)} ${at + 1}`}
          onClick={remove}
        />
      </legend>
      <Form.Item name={[at, 'rule_code']} label={say(texts.rule)} rules={needed}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={withParameters.map(({ code: value, title }) => ({
            value,
            label: `${value} ${say(title)}`,
          }))}
        />
      </Form.Item>
      <Form.Item name={[at, 'name']} label={say(texts.shadowName)} rules={needed}>
        <Input maxLength={60} />
      </Form.Item>
      {rule?.parameters.map(({ name, meaning, value }) => (
        <Form.Item key={name} name={[at, 'parameters', name]} label={say(meaning)}>
          <Input placeholder={value} maxLength={40} />
        </Form.Item>
      ))}
    </fieldset>
  )
}

/** Written parameters that were filled in; others are the live rule's. */
function shadowOf({ rule_code = '', name = '', parameters = {} }: AskedShadow) {
  const written = Object.entries(parameters).filter(
    (pair): pair is [string, string] => pair[1] !== undefined && pair[1].trim() !== '',
  )
  return { rule_code, name, parameters: Object.fromEntries(written) }
}

/** A run on data that is there, with all rules or some, and shadows beside them. */
export function StartRun({
  isOpen,
  close,
}: {
  readonly isOpen: boolean
  readonly close: () => void
}): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  const [form] = Form.useForm<Asked>()
  const own = useMe().data?.agency_id
  const snapshots = useAsk('GET /api/screening-snapshots', {}, { isOn: isOpen })
  const agencies = useAsk('GET /api/agencies', { query: { limit: 200 } }, { staleMs: 300_000, isOn: isOpen })
  const every = useAsk('GET /api/rules', { query: {} }, { staleMs: 300_000, isOn: isOpen }).data?.items ?? []
  // Rules about work run on no delivery.
  const rules = every.filter(({ family }) => family !== 'process')
  // One run, however often the button is pressed.
  const runId = useRef(crypto.randomUUID())
  const start = useMutation({
    mutationFn: ({ as_of, rule_codes, shadows = [], ...given }: Asked) =>
      ask('POST /api/screening-runs', {
        body: {
          ...given,
          run_id: runId.current,
          ...(rule_codes === undefined || rule_codes.length === 0 ? {} : { rule_codes }),
          ...(as_of === undefined || as_of === null ? {} : { as_of: as_of.format('YYYY-MM-DD') }),
          ...(shadows.length === 0 ? {} : { shadows: shadows.map(shadowOf) }),
        },
      }),
    onSuccess: ({ run_id }) => {
      runId.current = crypto.randomUUID()
      void go(`/runs/${run_id}`)
    },
  })
  const needed = [{ required: true, message: say(texts.needed) }]
  const data = snapshots.data?.items ?? []
  const choose = (snapshotId: string): void => {
    const agency = data.find(({ snapshot_id }) => snapshot_id === snapshotId)?.agency_id ?? own
    form.setFieldsValue({ agency_id: agency ?? '' })
  }
  return (
    <Modal open={isOpen} title={say(texts.start)} footer={null} onCancel={close} destroyOnHidden width={640}>
      {start.error === null ? null : <Problem error={start.error} />}
      {snapshots.error === null ? null : <Problem error={snapshots.error} />}
      <Form<Asked> form={form} layout="vertical" onFinish={(given) => start.mutate(given)}>
        <Form.Item name="snapshot_id" label={say(texts.data)} extra={say(texts.dataHint)} rules={needed}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            loading={snapshots.isFetching}
            onChange={choose}
            options={data.map(({ snapshot_id: value, title, at }) => ({
              value,
              label: `${title ?? say(texts.register)} · ${dayText(at)}`,
            }))}
          />
        </Form.Item>
        <Form.Item name="agency_id" label={say(texts.agency)} rules={needed}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={(agencies.data?.items ?? []).map(({ agency_id: value, name }) => ({
              value,
              label: name,
            }))}
          />
        </Form.Item>
        <Form.Item name="rule_codes" label={say(texts.rules)}>
          <Select
            mode="multiple"
            allowClear
            placeholder={say(texts.allRules)}
            showSearch={{ optionFilterProp: 'label' }}
            options={rules.map(({ code: value, title }) => ({ value, label: `${value} ${say(title)}` }))}
          />
        </Form.Item>
        <Form.Item name="as_of" label={say(texts.asOf)} extra={say(texts.asOfHint)}>
          <DatePicker />
        </Form.Item>
        <Form.List name="shadows">
          {(fields, { add, remove }) => (
            <Form.Item label={say(texts.shadows)} extra={say(texts.shadowsMore)}>
              {fields.map(({ key, name }) => (
                <ShadowFields key={key} at={name} rules={rules} remove={() => remove(name)} />
              ))}
              {fields.length >= 10 ? null : (
                <Button size="small" icon={<PlusOutlined />} onClick={() => add({})}>
                  {say(texts.addShadow)}
                </Button>
              )}
            </Form.Item>
          )}
        </Form.List>
        <Flex gap={8}>
          <Button type="primary" htmlType="submit" loading={start.isPending}>
            {say(texts.start)}
          </Button>
          <Button onClick={close}>{say(texts.back)}</Button>
        </Flex>
      </Form>
    </Modal>
  )
}

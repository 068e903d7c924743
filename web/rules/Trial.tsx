import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Card, Form, Input, Select, Skeleton } from 'antd'
import { useRef } from 'react'
import { useSearchParams } from 'react-router'
import { ask } from '#web/api/call.ts'
import { useAgencyNames, useAsk, useCapabilities } from '#web/api/queries.ts'
import { timeText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { Problem } from '#web/shell/Problem.tsx'
import type { OpenedRule } from './RulePage.tsx'
import { TrialOutcome } from './TrialOutcome.tsx'
import { parameterTexts, trialTexts as texts } from './texts.ts'

interface Asked {
  readonly snapshot: string
  readonly agency?: string
  readonly name: string
  readonly parameters: Readonly<Record<string, string>>
}

function useSnapshots() {
  const { data, error } = useAsk('GET /api/screening-snapshots', {}, { staleMs: 60_000 })
  return { snapshots: data?.items ?? null, error }
}

function ParameterFields({ rule }: { readonly rule: OpenedRule }): React.JSX.Element {
  const say = useSay()
  return (
    <>
      {rule.parameters.map(({ name, kind, meaning }) => (
        <Form.Item
          key={name}
          name={['parameters', name]}
          label={<span className="code">{name}</span>}
          extra={say(meaning)}
          rules={[{ required: true, whitespace: true, message: say(parameterTexts[kind]) }]}
        >
          <Input className="number" maxLength={40} suffix={say(parameterTexts[kind])} autoComplete="off" />
        </Form.Item>
      ))}
    </>
  )
}

function TrialForm({
  rule,
  onStarted,
}: {
  readonly rule: OpenedRule
  readonly onStarted: (runId: string) => void
}): React.JSX.Element {
  const say = useSay()
  const agencyOf = useAgencyNames()
  const agencies = useAsk('GET /api/agencies', { query: { limit: 200 } }, { staleMs: 300_000 }).data?.items
  const { snapshots, error } = useSnapshots()
  const [form] = Form.useForm<Asked>()
  const watched = Form.useWatch('snapshot', form)
  const chosen = snapshots?.find(({ snapshot_id }) => snapshot_id === watched)
  // One run, however often the button is pressed.
  const key = useRef({ of: '', value: '' })
  const start = useMutation({
    mutationFn: ({ snapshot, agency, name, parameters }: Asked) => {
      const body = {
        snapshot_id: snapshot,
        agency_id: chosen?.agency_id ?? agency ?? '',
        rule_codes: [rule.code],
        is_trial: true,
        shadows: [{ rule_code: rule.code, name: name.trim(), parameters: { ...parameters } }],
      }
      const said = JSON.stringify(body)
      if (key.current.of !== said) key.current = { of: said, value: crypto.randomUUID() }
      return ask('POST /api/screening-runs', { body: { ...body, run_id: key.current.value } })
    },
    onSuccess: ({ run_id }) => onStarted(run_id),
  })
  if (error !== null) return <Problem error={error} />
  if (snapshots === null) return <Skeleton active />
  if (snapshots.length === 0) return <Alert type="info" showIcon title={say(texts.noData)} />
  const values = Object.fromEntries(rule.parameters.map(({ name, value }) => [name, value]))
  return (
    <Form<Asked>
      form={form}
      layout="vertical"
      initialValues={{ snapshot: snapshots[0]!.snapshot_id, name: say(texts.title), parameters: values }}
      onFinish={(asked) => start.mutate(asked)}
    >
      <div className="rule-trial-fields">
        <Form.Item
          name="snapshot"
          label={say(texts.data)}
          rules={[{ required: true, message: say(texts.dataNeeded) }]}
        >
          <Select
            popupMatchSelectWidth={false}
            options={snapshots.map(({ snapshot_id, title, at }) => ({
              value: snapshot_id,
              label: `${timeText(at)} ${title ?? say(texts.register)}`,
            }))}
          />
        </Form.Item>
        {chosen === undefined || chosen.agency_id !== null ? null : (
          <Form.Item
            name="agency"
            label={say(texts.agency)}
            rules={[{ required: true, message: say(texts.agencyNeeded) }]}
          >
            <Select
              showSearch={{ optionFilterProp: 'label' }}
              options={(agencies ?? []).map(({ agency_id }) => ({
                value: agency_id,
                label: agencyOf(agency_id),
              }))}
            />
          </Form.Item>
        )}
        <Form.Item
          name="name"
          label={say(texts.name)}
          rules={[{ required: true, whitespace: true, message: say(texts.nameNeeded) }]}
        >
          <Input maxLength={60} autoComplete="off" />
        </Form.Item>
        <ParameterFields rule={rule} />
      </div>
      {start.error === null ? null : <Problem error={start.error} />}
      <Button type="primary" htmlType="submit" loading={start.isPending}>
        {say(texts.start)}
      </Button>
    </Form>
  )
}

/** Other parameters on the data of a delivery, beside the live ones; the run stands in the address. */
export function Trial({ rule }: { readonly rule: OpenedRule }): React.JSX.Element {
  const say = useSay()
  const [query, setQuery] = useSearchParams()
  const runId = query.get('run')
  const may = useCapabilities().data?.readings.includes('RUN_SCREENING')
  return (
    <div className="stack">
      <Card size="small" title={say(texts.title)}>
        <p>
          {say(texts.more)} {say(texts.leavesNothing)}
        </p>
        {rule.parameters.length === 0 ? <p>{say(parameterTexts.none)}</p> : null}
        {may === false ? <Alert type="info" showIcon title={say(texts.notAllowed)} /> : null}
        {may === true && rule.parameters.length > 0 ? (
          <TrialForm rule={rule} onStarted={(run) => setQuery({ run })} />
        ) : null}
      </Card>
      {runId === null ? null : <TrialOutcome key={runId} runId={runId} ruleCode={rule.code} />}
    </div>
  )
}

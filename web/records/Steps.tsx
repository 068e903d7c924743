import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Card, Flex, Tabs, Typography } from 'antd'
import { ActForm, type ActFormProps } from '#web/acting/ActForm.tsx'
import { actingTexts } from '#web/acting/texts.ts'
import { ask, type Given } from '#web/api/call.ts'
import type { OpenedRecord, RecordKindForm } from '#web/api/queries.ts'
import { asTitle, timeText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { Problem } from '#web/shell/Problem.tsx'
import { shownData } from './order-data.ts'
import { isDangerous } from './statuses.ts'
import './steps.css'
import { recordTexts as texts } from './texts.ts'

type CodeParams = Given<'POST /api/staffing/{kind}/{record_id}/code'>['params']
const kindsWithCode: readonly string[] = ['ACCOUNT', 'SECOND_FACTOR_RESET']

/** Of a granted account or reset: shown once, to be handed over in person. */
function OneTimeCode({ record }: { readonly record: OpenedRecord }): React.JSX.Element {
  const say = useSay()
  const make = useMutation({
    mutationFn: () =>
      ask('POST /api/staffing/{kind}/{record_id}/code', {
        params: { kind: record.kind, record_id: record.record_id } as CodeParams,
      }),
  })
  return (
    <Flex vertical gap={8}>
      {make.error === null ? null : <Problem error={make.error} />}
      {make.data === undefined ? (
        <Button loading={make.isPending} onClick={() => make.mutate()}>
          {say(texts.code)}
        </Button>
      ) : (
        <Alert
          type="success"
          title={say(texts.codeMore)}
          description={
            <>
              <Typography.Text copyable className="code">
                {make.data.code}
              </Typography.Text>
              <div>{say(texts.codeExpires, { at: timeText(make.data.expires_at) })}</div>
            </>
          }
        />
      )}
    </Flex>
  )
}

function Unavailable({ actions }: { readonly actions: OpenedRecord['actions'] }): React.JSX.Element | null {
  const say = useSay()
  if (actions.length === 0) return null
  return (
    <details>
      <summary>{say(texts.unavailable)}</summary>
      <ul className="comments">
        {actions.map(({ action, title, refusal }) => (
          <li key={action}>
            <strong>{say(asTitle(title))}</strong>
            <div>{refusal === null ? null : say(refusal.text)}</div>
            {refusal === null || refusal.duties.length === 0 ? null : (
              <div>
                {say(actingTexts.byDuties, { duties: refusal.duties.map((duty) => say(duty)).join('、') })}
              </div>
            )}
          </li>
        ))}
      </ul>
    </details>
  )
}

export interface StepsProps {
  readonly record: OpenedRecord
  readonly kind: RecordKindForm
  readonly onActed: () => void
  /** For an action whose form is more than its fields; null: the fields are enough. */
  readonly formOf?: (action: string, plain: ActFormProps) => React.ReactNode | null
}

/** What this person may do with the record as it stands, and why not where he may not. */
export function Steps({ record, kind, onActed, formOf = () => null }: StepsProps): React.JSX.Element {
  const say = useSay()
  const open = record.actions.filter(({ refusal }) => refusal === null)
  const closed = record.actions.filter(({ refusal }) => refusal !== null)
  const asked = shownData(record.data).asked
  return (
    <Card size="small" title={say(texts.act)} className="no-print">
      <Flex vertical gap={12}>
        {open.length === 0 ? (
          <Typography.Text type="secondary">{say(texts.noActions)}</Typography.Text>
        ) : null}
        {open.length === 0 ? null : (
          <>
            <Typography.Text type="secondary">
              {say(texts.opened, { version: record.version })}
            </Typography.Text>
            <Tabs
              className="steps-tabs"
              size="small"
              destroyOnHidden
              items={open.flatMap(({ action, title }) => {
                const definition = kind.actions[action]
                if (definition === undefined) return []
                const plain: ActFormProps = {
                  kind: record.kind,
                  recordId: record.record_id,
                  version: record.version,
                  action,
                  definition,
                  isDangerous: isDangerous(action),
                  // Corrected from what was asked; with masked data it would overwrite what it cannot show.
                  ...(action === 'resubmit' && !record.is_masked ? { startValues: asked } : {}),
                  onAccepted: onActed,
                }
                const children = formOf(action, plain) ?? <ActForm {...plain} />
                return [{ key: action, label: say(asTitle(title)), children }]
              })}
            />
          </>
        )}
        {record.status === 'DONE' && kindsWithCode.includes(record.kind) ? (
          <OneTimeCode record={record} />
        ) : null}
        <Unavailable actions={closed} />
      </Flex>
    </Card>
  )
}

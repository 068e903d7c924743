import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Flex, Form, Modal } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { useAct } from '#web/acting/use-act.ts'
import { useCapabilities, useKinds } from '#web/api/queries.ts'
import { yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { Problem } from '#web/shell/Problem.tsx'
import { BulkResults } from './BulkResults.tsx'
import type { ListedFinding } from './FindingTable.tsx'
import { ReasonField, SnoozeFields, type SnoozeValues, snoozeAtFirst } from './SnoozeFields.tsx'
import { bulkTexts as texts } from './texts.ts'
import { openCases, silence, useBulk } from './use-bulk.ts'

export type BulkAct = 'oneCase' | 'eachCase' | 'snooze'

interface DialogProps {
  readonly findings: readonly ListedFinding[]
  readonly onDone: () => void
}

/** Those that a case would be refused for, said before anything is sent. */
function NotOpen({ findings }: Pick<DialogProps, 'findings'>): React.JSX.Element | null {
  const say = useSay()
  const count = findings.filter(({ status }) => status !== 'OPEN').length
  if (count === 0) return null
  return <Alert type="warning" showIcon title={say(texts.onlyOpen, { count })} style={{ marginBottom: 12 }} />
}

export function OneCase({ findings, onDone }: DialogProps): React.JSX.Element {
  const say = useSay()
  const opening = useKinds()?.get('CASE')?.actions.open
  const [caseId, setCaseId] = useState<string | null>(null)
  const act = useAct(({ record_id }) => {
    setCaseId(record_id)
    onDone()
  })
  const open = ({ reason }: { reason: string }): void => {
    if (act.isPending || opening === undefined) return
    act.mutate({
      ...{ kind: 'CASE', action: 'open', title: say(opening.title), attachments: [] },
      input: { finding_ids: findings.map(({ finding_id: id }) => id), reason },
      needsConfirmation: opening.needs_confirmation,
    })
  }
  if (caseId !== null) {
    return (
      <p role="status">
        {say(texts.opened)} <Link to={`/cases/${caseId}`}>{say(texts.toCase)}</Link>
      </p>
    )
  }
  return (
    <>
      <p>{say(texts.oneCaseMore)}</p>
      <NotOpen findings={findings} />
      {act.error === null ? null : <Problem error={act.error} />}
      <Form<{ reason: string }> layout="vertical" onFinish={open}>
        <ReasonField />
        <Button type="primary" htmlType="submit" loading={act.isPending || opening === undefined}>
          {say(texts.start)}
        </Button>
      </Form>
    </>
  )
}

function EachOf({
  act,
  findings,
  onDone,
}: DialogProps & { readonly act: 'eachCase' | 'snooze' }): React.JSX.Element {
  const say = useSay()
  const bulk = useBulk(findings.map(({ finding_id: id }) => id))
  const isTried = bulk.results.size > 0
  const isAllDone = isTried && [...bulk.results.values()].every(({ state }) => state === 'done')
  const start = async ({ covers, until, reason }: SnoozeValues): Promise<void> => {
    const asked =
      act === 'snooze'
        ? silence({ covers, until: until.format('YYYY-MM-DD'), reason: reason.trim() })
        : openCases(reason.trim())
    const said = JSON.stringify([act, covers, until?.format('YYYY-MM-DD'), reason.trim()])
    await bulk.run(said, asked)
    onDone()
  }
  return (
    <>
      <p>{say(act === 'snooze' ? texts.snoozeMore : texts.eachCaseMore)}</p>
      {act === 'eachCase' && !isTried ? <NotOpen findings={findings} /> : null}
      <Form<SnoozeValues>
        layout="vertical"
        initialValues={act === 'snooze' ? snoozeAtFirst() : {}}
        disabled={bulk.isPending || isAllDone}
        onFinish={(values) => void start(values)}
      >
        {act === 'snooze' ? <SnoozeFields /> : <ReasonField />}
        {isAllDone ? null : (
          <Button type="primary" htmlType="submit" loading={bulk.isPending}>
            {say(isTried ? texts.again : texts.start)}
          </Button>
        )}
      </Form>
      {isTried ? <BulkResults findings={findings} results={bulk.results} /> : null}
    </>
  )
}

/** What is done with several findings at once; each has its own answer. */
export function BulkDialog({
  act,
  findings,
  onClose,
}: {
  readonly act: BulkAct | null
  readonly findings: readonly ListedFinding[]
  readonly onClose: () => void
}): React.JSX.Element {
  const say = useSay()
  const queries = useQueryClient()
  const refresh = (): void => void queries.invalidateQueries({ queryKey: ['GET /api/findings'] })
  return (
    <Modal
      open={act !== null}
      title={act === null ? '' : `${say(texts[act])} · ${say(texts.chosen, { count: findings.length })}`}
      footer={null}
      width={760}
      onCancel={onClose}
      destroyOnHidden
    >
      {act === 'oneCase' ? <OneCase findings={findings} onDone={refresh} /> : null}
      {act === 'eachCase' || act === 'snooze' ? (
        <EachOf act={act} findings={findings} onDone={refresh} />
      ) : null}
    </Modal>
  )
}

function openMoney(findings: readonly ListedFinding[]): string {
  return yuanText(findings.reduce((sum, each) => sum + BigInt(each.open_amount_fen), 0n).toString())
}

export function useBulkRights(): { readonly mayOpen: boolean; readonly maySnooze: boolean } {
  const may = useCapabilities().data
  const opening = may?.steps.find(({ kind, action }) => kind === 'CASE' && action === 'open')
  return {
    mayOpen: opening !== undefined && opening.refusal === null,
    maySnooze: may?.readings.includes('SNOOZE_FINDING') === true,
  }
}

export function BulkBar({
  findings,
  onAct,
  onClear,
}: {
  readonly findings: readonly ListedFinding[]
  readonly onAct: (act: BulkAct) => void
  readonly onClear: () => void
}): React.JSX.Element | null {
  const say = useSay()
  const { mayOpen, maySnooze } = useBulkRights()
  if (findings.length === 0) return null
  return (
    <Flex className="chosen-bar no-print" align="center" gap={8} wrap>
      <strong className="number">
        {say(texts.chosen, { count: findings.length })}
        {say(texts.chosenMoney, { yuan: openMoney(findings) })}
      </strong>
      {mayOpen ? (
        <>
          <Button size="small" type="primary" onClick={() => onAct('oneCase')}>
            {say(texts.oneCase)}
          </Button>
          <Button size="small" onClick={() => onAct('eachCase')}>
            {say(texts.eachCase)}
          </Button>
        </>
      ) : null}
      {maySnooze ? (
        <Button size="small" onClick={() => onAct('snooze')}>
          {say(texts.snooze)}
        </Button>
      ) : null}
      <Button size="small" type="text" onClick={onClear}>
        {say(texts.unchoose)}
      </Button>
    </Flex>
  )
}

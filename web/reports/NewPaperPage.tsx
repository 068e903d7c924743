import { Alert, Card, Skeleton } from 'antd'
import { useNavigate, useSearchParams } from 'react-router'
import type { Bilingual } from '#base/bilingual.ts'
import { ActForm } from '#web/acting/ActForm.tsx'
import { useAsk, useCapabilities, useKinds, useMe } from '#web/api/queries.ts'
import { type FieldChoices, FieldChoicesContext } from '#web/forms/field-choices.ts'
import type { Values } from '#web/forms/form-values.ts'
import { beijingDay } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { type ReportTab, reportPaths } from './ReportTabs.tsx'
import { reportTexts as texts } from './texts.ts'
import { agendaOf, useWaitingPayments } from './waiting-payments.ts'

interface Opening {
  readonly kind: string
  readonly action: string
  readonly title: Bilingual
  readonly tab: ReportTab
  readonly pathOf: (recordId: string) => string
  readonly startValues?: Values
  readonly choices?: FieldChoices
}

/** The form of an action that opens an event, a report, a meeting or a group. */
function OpeningPage(opening: Opening): React.JSX.Element {
  const { kind, action, title, tab, pathOf, startValues = {}, choices = {} } = opening
  const say = useSay()
  const go = useNavigate()
  const definition = useKinds()?.get(kind)?.actions[action]
  const step = useCapabilities().data?.steps.find((each) => each.kind === kind && each.action === action)
  if (definition === undefined) return <Skeleton active />
  return (
    <>
      <PageHead title={say(title)} above={[{ title: say(texts[tab]), path: reportPaths[tab] }]} />
      {step?.refusal == null ? null : (
        <Alert type="warning" showIcon title={say(step.refusal.text)} style={{ marginBottom: 12 }} />
      )}
      <Card size="small" style={{ maxWidth: 1000 }}>
        <FieldChoicesContext value={choices}>
          <ActForm
            kind={kind}
            action={action}
            definition={definition}
            startValues={startValues}
            onAccepted={({ record_id }) => void go(pathOf(record_id))}
          />
        </FieldChoicesContext>
      </Card>
    </>
  )
}

/** `/reports/major-events/new?case=…`: the case stands in the form already. */
export function NewEventPage(): React.JSX.Element {
  const [query] = useSearchParams()
  const named = query.get('case')
  return (
    <OpeningPage
      kind="MAJOR_EVENT"
      action="draft"
      title={texts.draftEvent}
      tab="events"
      pathOf={(id) => `${reportPaths.events}/${id}`}
      startValues={{ stage: 'FIRST', ...(named === null ? {} : { case_ids: [named] }) }}
    />
  )
}

/** `/reports/periodic/new?kind=RISK_HALF_YEAR&year=2026&half=H2` begins what is missing. */
export function NewReportPage(): React.JSX.Element {
  const [query] = useSearchParams()
  const year = Number(query.get('year') ?? '')
  const given = {
    kind: query.get('kind') ?? 'RISK_HALF_YEAR',
    ...(year > 0 ? { year } : {}),
    ...(query.get('half') === null ? {} : { half: query.get('half') }),
  }
  return (
    <OpeningPage
      kind="PERIODIC_REPORT"
      action="open"
      title={texts.beginReport}
      tab="periodic"
      pathOf={(id) => `${reportPaths.periodic}/${id}`}
      startValues={given}
    />
  )
}

/** Its agenda begins with the payment files of the month that wait for approval. */
export function NewMeetingPage(): React.JSX.Element {
  const agencyId = useMe().data?.agency_id
  const staff = useAsk(
    'GET /api/staff',
    { query: { limit: 200, ...(agencyId === undefined ? {} : { agency_id: agencyId }) } },
    { isOn: agencyId !== undefined, staleMs: 300_000 },
  )
  const month = beijingDay(new Date()).slice(0, 7)
  const waiting = useWaitingPayments(month)
  if (waiting === undefined || (staff.data === undefined && staff.error === null)) return <Skeleton active />
  const agenda = waiting.length === 0 ? [{}] : agendaOf(waiting)
  const items = staff.data?.items ?? []
  const chairs = items.map(({ staff_id, name }) => ({ value: staff_id, label: `${name} ${staff_id}` }))
  return (
    <OpeningPage
      kind="MEETING"
      action="call"
      title={texts.callMeeting}
      tab="meetings"
      pathOf={(id) => `${reportPaths.meetings}/${id}`}
      startValues={{ kind: 'PAY_ALLOC', month, agenda }}
      // Where the staff of one's unit is not read, the number is typed.
      choices={chairs.length === 0 ? {} : { chair_staff_id: chairs }}
    />
  )
}

export function NewGroupPage(): React.JSX.Element {
  return (
    <OpeningPage
      kind="LEADING_GROUP"
      action="propose"
      title={texts.proposeGroup}
      tab="groups"
      pathOf={(id) => `/records/LEADING_GROUP/${id}`}
      startValues={{ members: [{}] }}
    />
  )
}

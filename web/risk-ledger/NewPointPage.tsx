import { Alert, Card, Skeleton } from 'antd'
import { useNavigate, useSearchParams } from 'react-router'
import { ActForm } from '#web/acting/ActForm.tsx'
import { useAsk, useKinds } from '#web/api/queries.ts'
import { FieldChoicesContext } from '#web/forms/field-choices.ts'
import { useSay } from '#web/language/language.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { ledgerTexts as texts } from './texts.ts'
import { usePointChoices } from './use-point-choices.ts'

/** `?offer=DEATH` begins with the draft of that family. */
export function NewPointPage(): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  const [query] = useSearchParams()
  const wanted = query.get('offer')
  const definition = useKinds()?.get('RISK_POINT')?.actions.propose
  const choices = usePointChoices()
  const offers = useAsk('GET /api/risk-points/offers', {}, { isOn: wanted !== null, staleMs: 60_000 })
  if (offers.error !== null) return <Problem error={offers.error} retry={() => void offers.refetch()} />
  if (definition === undefined || (wanted !== null && offers.data === undefined)) return <Skeleton active />
  const offer = offers.data?.items.find(({ code }) => code === wanted)
  return (
    <>
      <PageHead title={say(texts.propose)} above={[{ title: say(texts.ledger), path: '/risk-ledger' }]} />
      <Card size="small" style={{ maxWidth: 1100 }}>
        <FieldChoicesContext value={choices}>
          <ActForm
            key={offer?.code ?? 'new'}
            kind="RISK_POINT"
            action="propose"
            definition={definition}
            startValues={offer === undefined ? { measures: [{}] } : { ...offer.draft }}
            onAccepted={({ record_id }) => void go(`/risk-ledger/${record_id}`)}
          >
            {offer === undefined ? null : (
              <Alert
                type="info"
                showIcon
                style={{ marginBottom: 12 }}
                title={`${say(texts.basis)}：“${offer.basis.quote}”`}
                description={say(offer.basis.title)}
              />
            )}
          </ActForm>
        </FieldChoicesContext>
      </Card>
    </>
  )
}

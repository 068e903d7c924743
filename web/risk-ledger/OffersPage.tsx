import { Button, Card, Skeleton, Table, Tag, Typography } from 'antd'
import { Link, useNavigate } from 'react-router'
import { levelOf, residualLevelOf } from '#risk-ledger/ledger-codes.ts'
import type { Answer } from '#web/api/call.ts'
import { useAsk } from '#web/api/queries.ts'
import { useSay } from '#web/language/language.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { stageTitle } from './ledger-words.ts'
import { RiskLevel } from './Marks.tsx'
import './risk-ledger.css'
import { ledgerTexts as texts } from './texts.ts'

type Offer = Answer<'GET /api/risk-points/offers'>['items'][number]

/** A first ledger, to be taken up risk by risk. */
export function OffersPage(): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  const offers = useAsk('GET /api/risk-points/offers', {})
  if (offers.error !== null) return <Problem error={offers.error} retry={() => void offers.refetch()} />
  if (offers.data === undefined) return <Skeleton active />
  return (
    <>
      <PageHead title={say(texts.offers)} above={[{ title: say(texts.ledger), path: '/risk-ledger' }]} />
      <Typography.Paragraph type="secondary">{say(texts.offersMore)}</Typography.Paragraph>
      <Card size="small">
        <Table<Offer>
          size="small"
          rowKey="code"
          dataSource={[...offers.data.items]}
          pagination={false}
          columns={[
            {
              title: say(texts.risk),
              key: 'risk',
              className: 'ledger-risk',
              render: (_, { draft }) => (
                <>
                  <strong>{draft.risk}</strong>
                  <div>{draft.department}</div>
                </>
              ),
            },
            {
              title: say(texts.measures),
              key: 'measures',
              render: (_, { draft }) => (
                <ol className="ledger-measures">
                  {draft.measures.map(({ text }) => (
                    <li key={text}>{text}</li>
                  ))}
                </ol>
              ),
            },
            {
              title: say(texts.stage),
              key: 'stage',
              render: (_, { draft }) => say(stageTitle(draft.stage)),
            },
            {
              title: say(texts.level),
              key: 'level',
              render: (_, { draft }) => (
                <span className="number">
                  <RiskLevel level={levelOf(draft)} />→ <RiskLevel level={residualLevelOf(draft)} />
                </span>
              ),
            },
            {
              title: say(texts.rules),
              key: 'rules',
              render: (_, { rules }) => rules.map(({ code }) => code).join('、'),
            },
            {
              title: say(texts.basis),
              key: 'basis',
              render: (_, { basis }) => (
                <>
                  “{basis.quote}”<div>{say(basis.title)}</div>
                </>
              ),
            },
            {
              title: '',
              key: 'act',
              render: (_, { code, taken_by }) =>
                taken_by === null ? (
                  <Button
                    size="small"
                    type="primary"
                    onClick={() => void go(`/risk-ledger/new?offer=${code}`)}
                  >
                    {say(texts.takeUp)}
                  </Button>
                ) : (
                  <Link to={`/risk-ledger/${taken_by}`}>
                    <Tag color="success">{say(texts.taken)}</Tag>
                  </Link>
                ),
            },
          ]}
        />
      </Card>
    </>
  )
}

import { Card, Descriptions, Tag, Typography } from 'antd'
import { Link } from 'react-router'
import { checkMethods, decisions, problems } from '#sampling/codes.ts'
import { useStaffNames } from '#web/api/queries.ts'
import { asTitle, timeText, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import type { Item } from './read-sampling.ts'
import { samplingTexts as texts } from './texts.ts'

const number = (text: string): React.ReactNode => <span className="number">{text}</span>
const money = (fen: string | null): React.ReactNode => (fen === null ? '—' : number(yuanText(fen)))

/** 工作底稿, then the first result beside it, then the second person. */
export function AnswerCards({ item }: { readonly item: Item }): React.JSX.Element {
  return (
    <>
      <PaperCard item={item} />
      <ComparisonCard item={item} />
    </>
  )
}

function PaperCard({ item }: { readonly item: Item }): React.JSX.Element | null {
  const say = useSay()
  const nameOf = useStaffNames()
  const { answer } = item
  if (answer === null) return null
  const { problems: found } = answer
  return (
    <Card size="small" title={say(texts.paper)}>
      <Descriptions
        size="small"
        bordered
        column={{ xs: 1, md: 2 }}
        items={[
          { label: say(texts.decision), children: say(asTitle(decisions[answer.decision])) },
          { label: say(texts.shouldBe), children: money(answer.amount_fen) },
          { label: say(texts.method), children: say(asTitle(checkMethods[answer.method])) },
          {
            label: say(texts.problems),
            children:
              found.length === 0
                ? say(texts.none)
                : found.map((each) => <Tag key={each}>{say(asTitle(problems[each]))}</Tag>),
          },
          { label: say(texts.lookedAt), children: answer.looked_at, span: 'filled' as const },
          { label: say(texts.statement), children: answer.statement, span: 'filled' as const },
          { label: say(texts.checker), children: `${nameOf(answer.by)} ${timeText(answer.at)}` },
        ]}
      />
    </Card>
  )
}

function ComparisonCard({ item }: { readonly item: Item }): React.JSX.Element {
  const say = useSay()
  const nameOf = useStaffNames()
  const { first, difference, second, finding_id } = item
  if (first === null) {
    return (
      <Card size="small" title={say(texts.comparison)}>
        <Typography.Text type="secondary">{say(texts.compareMore)}</Typography.Text>
      </Card>
    )
  }
  const order =
    first.order_kind === null ? (
      <span className="code">{first.order_id}</span>
    ) : (
      <Link to={`/records/${first.order_kind}/${first.order_id}`} className="code">
        {first.order_id}
      </Link>
    )
  const people = [...new Set(first.people.map(({ staff_id }) => staff_id))].map(nameOf).join('、')
  const secondText =
    second === null
      ? say(difference === null ? texts.noSecond : texts.secondWaits)
      : `${say(second.is_confirmed ? texts.confirmed : texts.stands)}：${second.opinion}（${nameOf(second.by)} ${timeText(second.at)}）`
  return (
    <Card
      size="small"
      title={say(texts.comparison)}
      extra={
        <Tag color={difference === null ? 'success' : 'warning'}>
          {say(difference === null ? texts.same : texts.differs)}
        </Tag>
      }
    >
      <Descriptions
        size="small"
        bordered
        column={{ xs: 1, md: 2 }}
        items={[
          {
            label: say(texts.firstDecision),
            children: say(first.decision === 'APPROVED' ? texts.granted : texts.refused),
          },
          { label: say(texts.firstAmount), children: money(first.amount_fen) },
          { label: say(texts.order), children: order },
          { label: say(texts.difference), children: money(difference?.amount_fen ?? null) },
          { label: say(texts.handledBy), children: people, span: 'filled' as const },
          { label: say(texts.second), children: secondText, span: 'filled' as const },
          ...(finding_id === null
            ? []
            : [
                {
                  label: say(texts.finding),
                  children: <Link to={`/findings/${finding_id}`}>{finding_id}</Link>,
                },
              ]),
        ]}
      />
    </Card>
  )
}

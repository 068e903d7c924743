import { Card, Descriptions, Typography } from 'antd'
import { channels } from '#cases/case-codes.ts'
import { useStaffNames } from '#web/api/queries.ts'
import { asTitle, timeText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import type { CaseParts } from './CasePage.tsx'
import { FileLinks } from './FileLinks.tsx'
import { caseOf } from './read-case.ts'
import { caseTexts as texts } from './texts.ts'

/** Notice, answer or silence, waiver (platform.md 19). */
export function StatementCard({ record, dossier }: CaseParts): React.JSX.Element {
  const say = useSay()
  const nameOf = useStaffNames()
  const { statement, waiver } = caseOf(record)
  const channel = channels[statement?.channel as keyof typeof channels]
  return (
    <Card size="small" title={say(texts.statement)}>
      {statement === null && waiver === null ? (
        <Typography.Text type="secondary">{say(texts.noStatement)}</Typography.Text>
      ) : null}
      {statement === null ? null : (
        <Descriptions
          size="small"
          bordered
          column={{ xs: 1, md: 2 }}
          items={[
            { label: say(texts.party), children: statement.party_name },
            {
              label: say(texts.channel),
              children: channel === undefined ? statement.channel : say(asTitle(channel)),
            },
            {
              label: say(texts.noticedAt),
              children: `${timeText(statement.noticed_at)} ${nameOf(statement.noticed_by)}`,
            },
            {
              label: say(texts.files),
              children: (
                <FileLinks
                  kind="CASE"
                  recordId={record.record_id}
                  files={dossier.files.filter(({ purpose }) => purpose === 'NOTICE')}
                />
              ),
            },
            ...statement.answers.map(({ text, by, at }) => ({
              key: at,
              label: say(texts.answers),
              children: (
                <>
                  {text} <span className="number">{`（${nameOf(by)} ${timeText(at)}）`}</span>
                </>
              ),
              span: 'filled' as const,
            })),
            ...(statement.absence === null
              ? []
              : [
                  {
                    label: say(texts.answers),
                    children: say(texts.noAnswer, { at: timeText(statement.absence.at) }),
                    span: 'filled' as const,
                  },
                ]),
          ]}
        />
      )}
      {waiver === null ? null : (
        <p>{say(texts.waiver, { reason: waiver.reason, by: nameOf(waiver.by), at: timeText(waiver.at) })}</p>
      )}
    </Card>
  )
}

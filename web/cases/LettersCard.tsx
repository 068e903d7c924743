import { Card, Table } from 'antd'
import { Link } from 'react-router'
import { type LetterCode, letterTemplates } from '#cases/letters/letter-list.ts'
import { useStaffNames } from '#web/api/queries.ts'
import { asTitle, timeText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import { LetterDownload } from './LetterDownload.tsx'
import { StatusTag } from './Marks.tsx'
import type { CaseDossier } from './read-case.ts'
import { caseTexts as texts } from './texts.ts'
import { useMayOpen } from './use-may-open.ts'

type Item = CaseDossier['letters'][number]

/** Letters of a case or a recovery: drafted, issued under a number, downloaded. */
export function LettersCard({
  letters,
  draftAt,
}: {
  readonly letters: readonly Item[]
  /** Null: nothing more is written. */
  readonly draftAt: string | null
}): React.JSX.Element {
  const say = useSay()
  const nameOf = useStaffNames()
  const mayDraft = useMayOpen('LETTER') && draftAt !== null
  return (
    <Card
      size="small"
      title={`${say(texts.letters)} (${letters.length})`}
      extra={mayDraft ? <Link to={draftAt}>{say(texts.draftLetter)}</Link> : null}
    >
      {letters.length === 0 ? (
        <span>{say(texts.noLetters)}</span>
      ) : (
        <Table<Item>
          size="small"
          rowKey="record_id"
          dataSource={[...letters]}
          pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
          columns={[
            {
              title: say(texts.letter),
              key: 'template',
              render: (_, { template, record_id }) => (
                <Link to={`/letters/${record_id}`}>
                  {say(asTitle(letterTemplates[template as LetterCode].title))}
                </Link>
              ),
            },
            {
              title: say(texts.letterNumber),
              dataIndex: 'number_text',
              render: (text: string | null) => text ?? say(texts.noNumber),
            },
            { title: say(texts.addressee), dataIndex: 'addressee_name' },
            {
              title: say(texts.status),
              dataIndex: 'status',
              render: (status: string) => <StatusTag kind="LETTER" status={status} />,
            },
            {
              title: say(texts.by),
              key: 'by',
              render: (_, { entered_by, entered_at }) => (
                <span className="number">{`${nameOf(entered_by)} ${timeText(entered_at)}`}</span>
              ),
            },
            {
              key: 'file',
              align: 'right',
              render: (_, { record_id, attachment_id }) => (
                <LetterDownload recordId={record_id} attachmentId={attachment_id} />
              ),
            },
          ]}
        />
      )}
    </Card>
  )
}

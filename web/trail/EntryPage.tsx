import { Card, Descriptions, Skeleton } from 'antd'
import { useParams } from 'react-router'
import { Refused } from '#web/api/call.ts'
import { useAsk } from '#web/api/queries.ts'
import { useSay } from '#web/language/language.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { shellTexts } from '#web/shell/texts.ts'
import { trailTexts as texts } from './texts.ts'

function pretty(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2)
  } catch {
    return json
  }
}

const Code = ({ text }: { readonly text: string }): React.JSX.Element => (
  <pre className="code block">{text}</pre>
)

function ProofCard({ id }: { readonly id: string }): React.JSX.Element {
  const say = useSay()
  const { data, error, refetch } = useAsk('GET /api/trail/entries/{entry_id}/proof', {
    params: { entry_id: id },
  })
  if (error instanceof Refused && error.problem.status === 404) return <span>{say(texts.pending)}</span>
  if (error !== null) return <Problem error={error} retry={() => void refetch()} />
  if (data === undefined) return <Skeleton active />
  return (
    <div className="stack">
      <span>{say(texts.proofMore)}</span>
      <Descriptions
        size="small"
        column={1}
        bordered
        items={[
          { key: 'index', label: say(texts.index), children: data.index },
          { key: 'size', label: say(texts.size), children: data.size },
          {
            key: 'hash',
            label: say(texts.leafHash),
            children: <span className="code">{data.leaf_hash}</span>,
          },
          { key: 'path', label: say(texts.path), children: <Code text={data.proof.join('\n')} /> },
          { key: 'root', label: say(texts.root), children: <span className="code">{data.root}</span> },
          { key: 'checkpoint', label: say(texts.checkpoint), children: <Code text={data.checkpoint} /> },
        ]}
      />
    </div>
  )
}

/** One entry with what it says and its proof; that it was opened is itself in the trail. */
export function EntryPage(): React.JSX.Element {
  const say = useSay()
  const { id = '' } = useParams()
  const entry = useAsk(
    'GET /api/trail/entries/{entry_id}',
    { params: { entry_id: id } },
    { staleMs: Number.POSITIVE_INFINITY },
  )
  const head = (
    <PageHead title={say(texts.entry)} above={[{ title: say(shellTexts.trail), path: '/trail' }]} />
  )
  if (entry.error !== null) {
    return (
      <>
        {head}
        <Problem error={entry.error} retry={() => void entry.refetch()} />
      </>
    )
  }
  if (entry.data === undefined) return <Skeleton active />
  const { leaf, payload } = entry.data
  return (
    <>
      {head}
      <div className="stack">
        <Card size="small" title={say(texts.leaf)}>
          <Code text={pretty(leaf)} />
        </Card>
        <Card size="small" title={say(texts.payload)}>
          {payload === null ? say(texts.erased) : <Code text={pretty(payload)} />}
        </Card>
        <Card size="small" title={say(texts.proof)}>
          <ProofCard id={id} />
        </Card>
      </div>
    </>
  )
}

import { Card, Tag, Timeline } from 'antd'
import { Link } from 'react-router'
import { timeText, yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import type { OpenedFinding } from './FindingPage.tsx'
import { statusColors } from './finding-words.ts'
import { findingTexts, openedTexts as texts } from './texts.ts'

type Episode = OpenedFinding['episodes'][number]

function EpisodeLines({ episode }: { readonly episode: Episode }): React.JSX.Element {
  const say = useSay()
  return (
    <>
      <strong>{say(texts.episode, { number: episode.episode })}</strong>{' '}
      <Tag color={statusColors[episode.state]}>
        {say(episode.conclusion === null ? findingTexts[episode.state] : findingTexts[episode.conclusion])}
      </Tag>
      <div className="number">
        {say(texts.openedOn, { at: timeText(episode.opened_at) })}
        {episode.concluded_at === null
          ? ''
          : ` · ${say(texts.concludedOn, { at: timeText(episode.concluded_at) })}`}
      </div>
      <div className="number">
        {yuanText(episode.amount_fen)} · {say(findingTexts.rows)} {episode.evidence_count}
      </div>
      {episode.record_id === null ? null : (
        <Link to={`/cases/${episode.record_id}`}>{say(texts.inCase)}</Link>
      )}
    </>
  )
}

/** Episodes and what was concluded: a new or changed row opens the next one (platform.md 4). */
export function History({ finding }: { readonly finding: OpenedFinding }): React.JSX.Element {
  const say = useSay()
  const gone = finding.not_found_since
  const lost =
    gone === null
      ? []
      : [
          {
            key: 'gone',
            content: (
              <>
                {say(findingTexts.notFoundAgain)} <span className="number">{timeText(gone)}</span>
              </>
            ),
          },
        ]
  return (
    <Card size="small" title={say(findingTexts.episodes)}>
      <Timeline
        items={[
          ...finding.episodes.map((episode) => ({
            key: episode.episode,
            content: <EpisodeLines episode={episode} />,
          })),
          ...lost,
        ]}
      />
    </Card>
  )
}

import { Alert, Button } from 'antd'
import type { Bilingual } from '#base/bilingual.ts'
import { Refused } from '#web/api/call.ts'
import { useSay } from '#web/language/language.ts'
import { problemTexts as texts } from './problem-texts.ts'

function textOf(error: Error): Bilingual {
  return error instanceof Refused ? error.problem.text : texts.fault
}

/** What the server refused, in its own sentence: what, and what to do. */
export function Problem({
  error,
  retry,
}: {
  readonly error: Error
  readonly retry?: () => void
}): React.JSX.Element {
  const say = useSay()
  const problem = error instanceof Refused ? error.problem : null
  const fields = problem?.fields ?? []
  const isOurs = problem === null || problem.status >= 500
  return (
    <Alert
      type={isOurs ? 'error' : 'warning'}
      showIcon
      role="alert"
      title={say(textOf(error))}
      description={
        fields.length === 0 && !isOurs ? undefined : (
          <>
            {fields.map(({ field, text }) => (
              <div key={field}>
                <span className="code">{field.replace(/^body\.(input\.)?/, '')}</span>
                {say(texts.colon)}
                {say(text)}
              </div>
            ))}
            {isOurs && problem !== null && problem.request_id !== '' ? (
              <div>
                {say(texts.request)} <span className="code">{problem.request_id}</span>
              </div>
            ) : null}
          </>
        )
      }
      action={
        retry === undefined ? undefined : (
          <Button size="small" onClick={retry}>
            {say(texts.retry)}
          </Button>
        )
      }
    />
  )
}

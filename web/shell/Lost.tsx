import { Button, Result } from 'antd'
import { useSay } from '#web/language/language.ts'
import { shellTexts as texts } from './texts.ts'

export function NoSuchPage(): React.JSX.Element {
  const say = useSay()
  return <Result status="404" title={say(texts.notFound)} subTitle={say(texts.notFoundMore)} />
}

/** A fault of ours, or a page of an older build that is gone: both end with a reload. */
export function PageFailed(): React.JSX.Element {
  const say = useSay()
  return (
    <Result
      status="error"
      title={say(texts.failed)}
      subTitle={say(texts.failedMore)}
      extra={<Button onClick={() => location.reload()}>{say(texts.reload)}</Button>}
    />
  )
}

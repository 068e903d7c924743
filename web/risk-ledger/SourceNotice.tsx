import { Alert } from 'antd'
import { useSay } from '#web/language/language.ts'
import { ledgerTexts as texts } from './texts.ts'

/** Which text the measures are: on every page that shows one, as long as it is not the official one. */
export function SourceNotice({
  source,
  document,
}: {
  readonly source: 'RECONSTRUCTION' | 'OFFICIAL'
  readonly document: string
}): React.JSX.Element {
  const say = useSay()
  return source === 'RECONSTRUCTION' ? (
    <Alert type="warning" showIcon style={{ marginBottom: 12 }} title={say(texts.reconstruction)} />
  ) : (
    <Alert type="info" showIcon style={{ marginBottom: 12 }} title={say(texts.official, { document })} />
  )
}

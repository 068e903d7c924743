import { Card, Typography } from 'antd'
import { useSay } from '#web/language/language.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { shellTexts } from '#web/shell/texts.ts'
import { ToDos } from '#web/workbench/ToDos.tsx'
import { reviewTexts as texts } from './texts.ts'

/** What waits for a second pair of eyes: corrections are no review. */
const isOfEntry = ({
  duty,
  title,
}: {
  readonly duty: string
  readonly title: { readonly zh: string }
}): boolean => duty === 'ENTRY' || title.zh.startsWith('更正')

export function ReviewPage(): React.JSX.Element {
  const say = useSay()
  return (
    <>
      <PageHead title={say(shellTexts.review)} />
      <div className="stack">
        <Typography.Text type="secondary">{say(texts.how)}</Typography.Text>
        <Card size="small" title={say(texts.mine)}>
          <ToDos list="mine" shows={(toDo) => !isOfEntry(toDo)} />
        </Card>
        <Card size="small" title={say(texts.queue)}>
          <ToDos list="post" shows={(toDo) => !isOfEntry(toDo)} />
        </Card>
      </div>
    </>
  )
}

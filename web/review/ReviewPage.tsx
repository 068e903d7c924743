import { Card, Typography } from 'antd'
import { useSay } from '#web/language/language.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { shellTexts } from '#web/shell/texts.ts'
import { ToDos } from '#web/workbench/ToDos.tsx'
import { isCorrection } from './is-correction.ts'
import { reviewTexts as texts } from './texts.ts'

export function ReviewPage(): React.JSX.Element {
  const say = useSay()
  return (
    <>
      <PageHead title={say(shellTexts.review)} />
      <div className="stack">
        <Typography.Text type="secondary">{say(texts.how)}</Typography.Text>
        <Card size="small" title={say(texts.mine)}>
          <ToDos list="mine" shows={(toDo) => !isCorrection(toDo)} />
        </Card>
        <Card size="small" title={say(texts.queue)}>
          <ToDos list="post" shows={(toDo) => !isCorrection(toDo)} />
        </Card>
      </div>
    </>
  )
}

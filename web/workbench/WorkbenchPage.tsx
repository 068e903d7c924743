import { Button, Card, Flex, Switch, Tag } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { isPostProperty, isRole, titleOfDuty } from '#access/duties.ts'
import { type Me, useCapabilities, useMe } from '#web/api/queries.ts'
import { useSay } from '#web/language/language.ts'
import { PageHead } from '#web/shell/PageHead.tsx'
import { shellTexts } from '#web/shell/texts.ts'
import { MyCases } from './MyCases.tsx'
import { ToDos } from './ToDos.tsx'
import { workbenchTexts as texts } from './texts.ts'

function AboutMe({ me }: { readonly me: Me }): React.JSX.Element {
  const say = useSay()
  return (
    <div className="stack">
      <Card size="small" title={say(texts.posts)}>
        {me.posts.length === 0 ? say(texts.none) : null}
        <Flex wrap gap={6}>
          {me.posts.map(({ post_id, title, is_key }) => (
            <Tag key={post_id} color={is_key ? 'warning' : 'default'}>
              {title}
              {is_key ? ` · ${say(texts.keyPost)}` : ''}
            </Tag>
          ))}
        </Flex>
      </Card>
      <Card size="small" title={say(texts.roles)}>
        {me.roles.length === 0 ? say(texts.none) : null}
        <Flex wrap gap={6}>
          {me.roles.map(({ role, regions }) => (
            <Tag key={role + regions.join()}>
              {isRole(role) || isPostProperty(role) ? say(titleOfDuty(role)) : role} {regions.join('、')}
            </Tag>
          ))}
        </Flex>
      </Card>
    </div>
  )
}

/** What people open in the morning. */
export function WorkbenchPage(): React.JSX.Element {
  const say = useSay()
  const me = useMe().data
  const may = useCapabilities().data
  const go = useNavigate()
  const [isFreeOnly, setFreeOnly] = useState(false)
  return (
    <>
      <PageHead title={say(shellTexts.workbench)}>
        {may?.steps.some((each) => each.is_opening) === true ? (
          <Button type="primary" onClick={() => void go('/handling')}>
            {say(texts.start)}
          </Button>
        ) : null}
      </PageHead>
      <div className="columns">
        <div className="stack">
          <Card size="small" title={say(texts.mine)}>
            <ToDos list="mine" />
          </Card>
          {me !== undefined && may?.readings.includes('READ_CASE') === true ? (
            <MyCases staffId={me.staff_id} />
          ) : null}
          <Card
            size="small"
            title={say(texts.post)}
            extra={
              // biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is one
              <label>
                <Switch size="small" checked={isFreeOnly} onChange={setFreeOnly} /> {say(texts.free)}
              </label>
            }
          >
            <ToDos key={String(isFreeOnly)} list="post" isFreeOnly={isFreeOnly} />
          </Card>
        </div>
        {me === undefined ? null : <AboutMe me={me} />}
      </div>
    </>
  )
}

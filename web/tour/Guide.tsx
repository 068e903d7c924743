import { CloseOutlined } from '@ant-design/icons'
import { Button, Flex, Progress } from 'antd'
import { useEffect, useRef } from 'react'
import { useNavigate } from 'react-router'
import { useSay } from '#web/language/language.ts'
import { searchTexts } from '#web/search/texts.ts'
import { menu } from '#web/shell/menu.ts'
import { tourTexts as texts, tourSteps } from './texts.ts'
import './tour.css'

export interface GuideProps {
  readonly places: readonly string[]
  readonly at: number
  readonly goTo: (at: number) => void
  readonly leave: () => void
  readonly finish: () => void
}

/** One step a page, in a corner that covers nothing: the page itself can be used meanwhile. */
export function Guide({ places, at, goTo, leave, finish }: GuideProps): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  const place = places[at] ?? '/'
  const isLast = at === places.length - 1
  useEffect(() => {
    if (place !== 'search') void go(place)
  }, [place, go])
  const next = useRef<HTMLButtonElement>(null)
  useEffect(() => next.current?.focus(), [])
  const title = place === 'search' ? searchTexts.title : menu.find(({ path }) => path === place)!.title
  return (
    <section
      className="tour no-print"
      aria-label={say(texts.start)}
      onKeyDown={({ key }) => {
        if (key === 'Escape') leave()
      }}
    >
      <Flex justify="space-between" align="center">
        <h2>{say(title)}</h2>
        <Button
          type="text"
          size="small"
          icon={<CloseOutlined />}
          aria-label={say(texts.close)}
          onClick={leave}
        />
      </Flex>
      <div aria-live="polite">
        <p>{say(tourSteps[place as keyof typeof tourSteps])}</p>
        {at === 0 ? <p>{say(texts.leave)}</p> : null}
      </div>
      <Flex justify="space-between" align="center" gap={12}>
        <Progress
          size="small"
          percent={((at + 1) / places.length) * 100}
          format={() => say(texts.place, { at: at + 1, all: places.length })}
          aria-label={say(texts.start)}
          style={{ maxWidth: 150 }}
        />
        <Flex gap={8}>
          {at === 0 ? null : (
            <Button size="small" onClick={() => goTo(at - 1)}>
              {say(texts.previous)}
            </Button>
          )}
          <Button ref={next} size="small" type="primary" onClick={() => (isLast ? finish() : goTo(at + 1))}>
            {say(isLast ? texts.finish : texts.next)}
          </Button>
        </Flex>
      </Flex>
    </section>
  )
}

import { Tour } from 'antd'
import { useEffect } from 'react'
import { useNavigate } from 'react-router'
import { useSay } from '#web/language/language.ts'
import { searchTexts } from '#web/search/texts.ts'
import { menu } from '#web/shell/menu.ts'
import { tourTexts as texts, tourSteps } from './texts.ts'

function targetOf(place: string): HTMLElement | null {
  const selector =
    place === 'search' ? '[data-tour=search]' : `.shell-side a[href="${place}"]:not(.shell-brand)`
  return document.querySelector<HTMLElement>(selector)
}

export interface GuideProps {
  readonly places: readonly string[]
  readonly at: number
  readonly goTo: (at: number) => void
  readonly leave: () => void
  readonly finish: () => void
}

/** One step a page, beside its entry in the menu; the page itself can be used meanwhile. */
export function Guide({ places, at, goTo, leave, finish }: GuideProps): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  const place = places[at] ?? '/'
  useEffect(() => {
    if (place !== 'search') void go(place)
  }, [place, go])
  const steps = places.map((each, index) => {
    const title = each === 'search' ? searchTexts.title : menu.find(({ path }) => path === each)!.title
    const isLast = index === places.length - 1
    return {
      title: `${say(title)} · ${say(texts.place, { at: index + 1, all: places.length })}`,
      description: (
        <>
          <p>{say(tourSteps[each as keyof typeof tourSteps] ?? title)}</p>
          {index === 0 ? <p>{say(texts.leave)}</p> : null}
        </>
      ),
      target: () => targetOf(each)!,
      placement: each === 'search' ? ('bottomRight' as const) : ('rightTop' as const),
      nextButtonProps: { children: say(isLast ? texts.finish : texts.next) },
      prevButtonProps: { children: say(texts.previous) },
    }
  })
  return (
    <Tour
      open
      mask={false}
      type="primary"
      current={at}
      steps={steps}
      onChange={goTo}
      onClose={leave}
      onFinish={finish}
    />
  )
}

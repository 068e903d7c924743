import { CompassOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { lazy, Suspense, useState } from 'react'
import type { Capabilities, Me } from '#web/api/queries.ts'
import { useSay } from '#web/language/language.ts'
import { tourTexts as texts } from './texts.ts'
import { placesOf } from './tour-places.ts'
import { findProgress, keepProgress, type TourProgress } from './tour-progress.ts'

const Guide = lazy(async () => ({ default: (await import('./Guide.tsx')).Guide }))

/** In the demonstration only: begins the tour, or goes on where it was left. It never opens by itself. */
export function TourButton({ me, may }: { readonly me: Me; readonly may: Capabilities }): React.JSX.Element {
  const say = useSay()
  const [isOpen, setOpen] = useState(false)
  const [progress, setProgress] = useState<TourProgress>(() => findProgress(me.staff_id))
  const places = placesOf(may)
  const change = (next: TourProgress): void => {
    setProgress(next)
    keepProgress(me.staff_id, next)
  }
  const at = Math.min(progress.at, places.length - 1)
  const title = progress.isDone
    ? say(texts.again)
    : at === 0
      ? say(texts.start)
      : say(texts.resume, { at: at + 1, all: places.length })
  return (
    <>
      <Button
        icon={<CompassOutlined />}
        type={progress.isDone || at > 0 ? 'default' : 'primary'}
        ghost={!progress.isDone && at === 0}
        onClick={() => {
          if (progress.isDone) change({ at: 0, isDone: false })
          setOpen(true)
        }}
      >
        {title}
      </Button>
      {isOpen ? (
        <Suspense fallback={null}>
          <Guide
            places={places}
            at={at}
            goTo={(next) => change({ at: next, isDone: false })}
            leave={() => setOpen(false)}
            finish={() => {
              change({ at: 0, isDone: true })
              setOpen(false)
            }}
          />
        </Suspense>
      ) : null}
    </>
  )
}

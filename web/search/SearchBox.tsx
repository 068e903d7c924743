import { SearchOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { lazy, Suspense, useEffect, useState } from 'react'
import type { Capabilities } from '#web/api/queries.ts'
import { useSay } from '#web/language/language.ts'
import { searchTexts as texts } from './texts.ts'

// Nobody waits for it on the first page.
const SearchDialog = lazy(async () => ({ default: (await import('./SearchDialog.tsx')).SearchDialog }))

/** Somebody who types a slash into a field means a slash. */
function isTyping({ target }: KeyboardEvent): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  )
}

/** One box for everything, from everywhere: `/` or Ctrl-K. */
export function SearchBox({ may }: { readonly may: Capabilities }): React.JSX.Element {
  const say = useSay()
  const [isOpen, setOpen] = useState(false)
  const [wasOpened, setWasOpened] = useState(false)
  useEffect(() => {
    const open = (event: KeyboardEvent): void => {
      const isSlash = event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey
      const isCommand = event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)
      if (event.defaultPrevented || (!isCommand && (!isSlash || isTyping(event)))) return
      event.preventDefault()
      setWasOpened(true)
      setOpen(true)
    }
    addEventListener('keydown', open)
    return () => removeEventListener('keydown', open)
  }, [])
  return (
    <>
      <Button
        data-tour="search"
        icon={<SearchOutlined />}
        title={say(texts.openMore)}
        onClick={() => {
          setWasOpened(true)
          setOpen(true)
        }}
      >
        {say(texts.open)}
      </Button>
      {wasOpened ? (
        <Suspense fallback={null}>
          <SearchDialog may={may} isOpen={isOpen} close={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  )
}

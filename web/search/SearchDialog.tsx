import { Input, type InputRef, Modal } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import type { Capabilities } from '#web/api/queries.ts'
import { useAsk } from '#web/api/queries.ts'
import { useSay } from '#web/language/language.ts'
import { Busy } from '#web/shell/Busy.tsx'
import { Problem } from '#web/shell/Problem.tsx'
import { groupsOf, pagesLike, type SearchGroup } from './search-entries.ts'
import './search.css'
import { searchTexts as texts } from './texts.ts'

/** Each question is on record: asked when somebody stops typing, not at every letter. */
const pause_ms = 450

function useSettled(text: string): string {
  const [settled, setSettled] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text.trim()), pause_ms)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}

function Groups({
  groups,
  chosen,
  open,
  label,
}: {
  readonly groups: readonly SearchGroup[]
  readonly label: string
  readonly chosen: string | undefined
  readonly open: (path: string) => void
}): React.JSX.Element {
  return (
    <div id="search-found" className="search-found" role="listbox" aria-label={label}>
      {groups.map(({ title, entries }) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of a list box, not of a form
        <div key={title} role="group" aria-label={title}>
          <div className="search-group" aria-hidden="true">
            {title}
          </div>
          {entries.map(({ key, title: name, detail, path }) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field above
            // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names what is chosen
            <div
              key={key}
              id={`search-${key}`}
              role="option"
              aria-selected={path === chosen}
              className={path === chosen ? 'search-entry is-chosen' : 'search-entry'}
              onClick={() => open(path)}
            >
              <span>{name}</span>
              <span className="search-detail">{detail}</span>
            </div>
          ))}
        </div>
      ))}
    </div>
  )
}

/** A field and what it leads to; arrows choose, Enter opens. */
export function SearchDialog({
  may,
  isOpen,
  close,
}: {
  readonly may: Capabilities
  readonly isOpen: boolean
  readonly close: () => void
}): React.JSX.Element {
  const say = useSay()
  const go = useNavigate()
  const field = useRef<InputRef>(null)
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const settled = useSettled(query)
  const isAsked = isOpen && settled.length >= 2
  const { data, error, isFetching, refetch } = useAsk(
    'POST /api/search',
    { body: { query: settled } },
    { isOn: isAsked, staleMs: 30_000 },
  )
  const groups = useMemo(() => {
    const found = isAsked && data !== undefined ? groupsOf(data, say) : []
    return [pagesLike(query, may, say), ...found].filter(({ entries }) => entries.length > 0)
  }, [query, may, data, isAsked, say])
  const entries = groups.flatMap((group) => group.entries)
  const chosen = entries[Math.min(at, entries.length - 1)]
  const open = (path: string): void => {
    close()
    void go(path)
  }
  const move = (by: number): void =>
    setAt((entries.length + Math.min(at, entries.length - 1) + by) % Math.max(1, entries.length))
  const isSettled = settled === query.trim() && !isFetching
  const isNothing = isAsked && isSettled && entries.length === 0 && error === null
  return (
    <Modal
      open={isOpen}
      title={say(texts.title)}
      footer={null}
      onCancel={close}
      width={680}
      style={{ top: 64 }}
      afterOpenChange={(isShown) => {
        if (isShown) field.current?.focus({ cursor: 'all' })
      }}
    >
      <Input
        ref={field}
        size="large"
        allowClear
        maxLength={64}
        placeholder={say(texts.placeholder)}
        aria-label={say(texts.title)}
        role="combobox"
        aria-expanded={entries.length > 0}
        aria-controls="search-found"
        {...(chosen === undefined ? {} : { 'aria-activedescendant': `search-${chosen.key}` })}
        suffix={isFetching ? <Busy size="small" label={say(texts.searching)} /> : null}
        value={query}
        onChange={({ target }) => {
          setQuery(target.value)
          setAt(0)
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault()
            move(event.key === 'ArrowDown' ? 1 : -1)
          }
          if (event.key === 'Enter' && chosen !== undefined) open(chosen.path)
        }}
      />
      <div aria-live="polite" className="search-state">
        {isNothing ? say(texts.nothing, { query: settled }) : null}
        {entries.length > 0 && isSettled ? say(texts.found, { count: entries.length }) : null}
        {entries.length === 0 && !isNothing ? say(texts.hint) : null}
      </div>
      {error === null ? null : <Problem error={error} retry={() => void refetch()} />}
      <Groups groups={groups} chosen={chosen?.path} open={open} label={say(texts.title)} />
      <div className="search-state">
        {data?.has_more === true && isAsked ? say(texts.more) : say(texts.keys)}
      </div>
    </Modal>
  )
}

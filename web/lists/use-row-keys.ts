import { useEffect, useRef, useState } from 'react'

export interface RowKeys {
  /** Of the row that the keys are at; -1: none yet. */
  readonly at: number
  readonly setAt: (index: number) => void
}

export interface RowActs {
  readonly count: number
  /** Switched off by whoever uses a screen reader or speaks to the machine (WCAG 2.1.4). */
  readonly isOn: boolean
  readonly open: (index: number) => void
  readonly choose: (index: number) => void
  readonly search: () => void
  readonly help: () => void
}

/** Keys belong to whatever is written in or chosen from at the moment. */
function isBusy(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.closest('[role=dialog], .ant-select-dropdown, .ant-dropdown'))
    return true
  const { tagName } = target
  if (tagName === 'INPUT') return (target as HTMLInputElement).type !== 'checkbox'
  return tagName === 'TEXTAREA' || tagName === 'SELECT'
}

const isWidget = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('a, button, input, [role=menuitem], [role=tab]') !== null

/**
 * j and k go from row to row, Enter opens, x chooses, / goes to the search field, ? says so. Before the shell's own
 * keys, so that / stays within the list that one works in.
 */
export function useRowKeys(acts: RowActs): RowKeys {
  const [at, setAt] = useState(-1)
  const now = useRef({ acts, at })
  useEffect(() => {
    now.current = { acts, at }
  })
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const { acts: can, at: index } = now.current
      if (!can.isOn || event.ctrlKey || event.metaKey || event.altKey || isBusy(event.target)) return
      if (document.querySelector('.ant-modal-wrap:not([style*="display: none"])') !== null) return
      const go = (to: number): void => setAt(Math.max(0, Math.min(can.count - 1, to)))
      const todo: Readonly<Record<string, () => void>> = {
        j: () => go(index + 1),
        k: () => go(index - 1),
        x: () => can.choose(index),
        '/': can.search,
        '?': can.help,
        // A link or a button that has the focus keeps its own Enter.
        ...(isWidget(event.target) ? {} : { Enter: () => can.open(index) }),
      }
      const act = todo[event.key]
      if (act === undefined) return
      const needsRow = event.key === 'x' || event.key === 'Enter'
      if (needsRow && (index < 0 || index >= can.count)) return
      event.preventDefault()
      event.stopImmediatePropagation()
      act()
    }
    addEventListener('keydown', press, { capture: true })
    return () => removeEventListener('keydown', press, { capture: true })
  }, [])
  useEffect(() => {
    document.querySelector('tr.is-at')?.scrollIntoView({ block: 'nearest' })
  }, [at])
  return { at, setAt }
}

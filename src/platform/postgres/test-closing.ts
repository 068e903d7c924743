import { afterAll } from 'vitest'

/**
 * What a test file opened and must close: open connections would keep its process alive. A set-up file of Vitest,
 * since a hook that is registered while another runs is not called.
 */
const opened = new Set<() => Promise<void>>()

export function closeAtEnd(close: () => Promise<void>): void {
  opened.add(close)
}

export async function closeAllOpened(): Promise<void> {
  const closing = [...opened]
  opened.clear()
  await Promise.all(closing.map((close) => close()))
}

afterAll(closeAllOpened)

import { createContext, useContext } from 'react'

export interface Appearance {
  readonly isDark: boolean
  readonly setDark: (isDark: boolean) => void
}

export const AppearanceContext = createContext<Appearance>({ isDark: false, setDark: () => undefined })
export const useAppearance = (): Appearance => useContext(AppearanceContext)

type Choice = 'language' | 'theme' | 'keys'

/** Kept in the browser: nobody else needs to know. A browser that keeps nothing still works. */
export function findChoice(name: Choice): string | null {
  try {
    return localStorage.getItem(`fangxian-${name}`)
  } catch {
    return null
  }
}

export function keepChoice(name: Choice, value: string): void {
  try {
    localStorage.setItem(`fangxian-${name}`, value)
  } catch {
    // Then it is asked again next time.
  }
}

export function isDarkAtFirst(): boolean {
  const kept = findChoice('theme')
  return kept === null ? matchMedia('(prefers-color-scheme: dark)').matches : kept === 'dark'
}

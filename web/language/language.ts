import { createContext, useCallback, useContext } from 'react'
import type { Bilingual, Language } from '#base/bilingual.ts'

/** Every text of a slice stands in its `texts.ts` in both languages: a missing key does not compile. */
export type Texts = Readonly<Record<string, Bilingual>>

export interface Speaking {
  readonly language: Language
  readonly setLanguage: (language: Language) => void
}

export const SpeakingContext = createContext<Speaking>({ language: 'zh', setLanguage: () => undefined })

export const useSpeaking = (): Speaking => useContext(SpeakingContext)

/** The text in the language of the page; `{name}` is filled. */
export type Say = (text: Bilingual, values?: Readonly<Record<string, string | number>>) => string

export function useSay(): Say {
  const { language } = useSpeaking()
  // The same as long as the language is: it stands in the dependencies of effects.
  return useCallback(
    (text, values) => {
      const said = text[language]
      if (values === undefined) return said
      return said.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
    },
    [language],
  )
}

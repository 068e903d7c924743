/** A sentence for people, in Simplified Chinese first and English second. */
export interface Bilingual {
  readonly zh: string
  readonly en: string
}

export type Language = keyof Bilingual

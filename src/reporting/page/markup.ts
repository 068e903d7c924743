import type { Bilingual } from '#base/bilingual.ts'

/** HTML that is safe to put on a page: only `markup` and `script` make it, and `markup` escapes what it is given. */
export class Markup {
  readonly html: string

  constructor(html: string) {
    this.html = html
  }
}

export type Insertable = Markup | string | number | readonly Insertable[]

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function insert(value: Insertable): string {
  if (value instanceof Markup) return value.html
  if (typeof value === 'string' || typeof value === 'number') {
    return String(value).replace(/[&<>"']/g, (character) => entities[character]!)
  }
  return value.map(insert).join('')
}

/** A template whose every value is escaped unless it is markup already. */
export function markup(literals: TemplateStringsArray, ...values: readonly Insertable[]): Markup {
  const parts = literals.map((literal, index) => {
    const value = values[index]
    return value === undefined ? literal : literal + insert(value)
  })
  return new Markup(parts.join(''))
}

export const noMarkup = new Markup('')

/** Both languages stand on the page, and its style shows one of them: so the switch needs no data. */
export function bilingual(text: Bilingual): Markup {
  if (text.zh === text.en) return markup`${text.zh}`
  return markup`<span class="zh">${text.zh}</span><span class="en" lang="en">${text.en}</span>`
}

export function both(zh: string, en: string): Markup {
  return bilingual({ zh, en })
}

/**
 * JSON that may stand in a script element: no character in it can end the element or, in old parsers, a line.
 * All of these occur only inside JSON strings, where \u escapes mean the same.
 */
export function scriptJson(value: unknown): string {
  return escapeForScript(JSON.stringify(value))
}

export function escapeForScript(json: string): string {
  return json.replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

import { fillTemplate } from '#platform/docx/fill-template.ts'
import { type LetterValues, letterTags } from './letter-templates.ts'

const knownTags: ReadonlySet<string> = new Set(
  Object.entries(letterTags).flatMap(([tag, columns]) => [tag, ...(columns ?? [])]),
)

/** A letter of a case from its template and what it is filled with. */
export function renderLetter(template: Buffer, name: string, values: LetterValues): Buffer {
  return fillTemplate(template, { name, values, tags: knownTags })
}

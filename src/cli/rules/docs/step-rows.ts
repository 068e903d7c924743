import { findNamedSteps } from '#screening/named-steps.ts'
import type { AnyRule } from '#screening/rule.ts'
import { findShownTable } from '#standard/record-views.ts'
import { code, plain } from './markdown.ts'
import { referenceTitles } from './process-words.ts'
import { viewTexts } from './shared-views.ts'

/** Each step of a rule's SQL with what it reads: tables of the standard, shared views, earlier steps. */
export function stepRows(rule: AnyRule): string[][] {
  const steps = findNamedSteps(rule.sql)
  return steps.map(({ name, prefix }, place) => {
    const text = prefix.slice(steps[place - 1]?.prefix.length ?? 0)
    const known = new Set<string>([...rule.reads, ...steps.slice(0, place).map((step) => step.name)])
    const read = [...text.matchAll(/\b(?:from|join)\s+([a-z_]+)/g)]
      .map(([, source]) => source!)
      .filter((source, index, all) => known.has(source) && all.indexOf(source) === index)
    return [name === '' ? '结果 · result' : code(name), read.map(nameSource).join('、')]
  })
}

function nameSource(source: string): string {
  const title =
    findShownTable(source)?.title ??
    (viewTexts[source as keyof typeof viewTexts]?.title ?? referenceTitles[source])?.zh
  return title === undefined ? code(source) : `${plain(title)} ${code(source)}`
}

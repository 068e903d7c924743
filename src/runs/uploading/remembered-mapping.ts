import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { recogniseTable } from '#intake/delivery/delivered-name.ts'
import { type Mapping, mappingNames, parseMapping } from '#intake/delivery/mapping.ts'

export const mappingFile = 'mapping.yaml'
/** Tells a mapping of ours from one that somebody uploaded or set for this delivery. */
const ours = '# 上次交付的映射，自动沿用 / the mapping of the last delivery, used again\n'

/** `payment_202401.csv` and `payment_202402.csv` are the same file of two months. */
const withoutDigits = (name: string): string => name.replace(/\d+/g, '0')

/** The mapping with entries for files that are called as last time but for their digits. */
export function adaptMapping(mapping: Mapping, names: readonly string[]): Mapping {
  const files = { ...mapping.files }
  const known = Object.keys(mapping.files)
  for (const name of names) {
    if (Object.hasOwn(files, name)) continue
    const alike = known.filter((each) => withoutDigits(each) === withoutDigits(name))
    // Of several the last one named: the newest month that somebody mapped.
    const [last] = alike.toReversed()
    const entry = last === undefined ? undefined : mapping.files[last]
    if (entry === undefined) continue
    files[name] = { ...entry, table: entry.table ?? recogniseTable(last!) }
  }
  const used = Object.entries(files).filter(([name]) => names.includes(name))
  return { ...mapping, files: Object.fromEntries(used) }
}

/** What is remembered after somebody mapped a delivery: its files anew, and others as before. */
export function mergeMapping(earlier: string | null, text: string): string {
  if (earlier === null) return text
  const [before, now] = [earlier, text].map((each) => parseMapping(each, recogniseTable)) as [
    Mapping,
    Mapping,
  ]
  const mapped = new Set(Object.keys(now.files).map(withoutDigits))
  const others = Object.entries(before.files).filter(([name]) => !mapped.has(withoutDigits(name)))
  const files = { ...Object.fromEntries(others), ...now.files }
  return JSON.stringify({ source: now.source, files }, null, 2)
}

/** What the delivery says itself, or else what the agency said last time, put beside its files; null: neither. */
export async function placeMapping(folder: string, remembered: string | null): Promise<string | null> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const names = await readdir(folder)
  for (const name of names.filter((each) => mappingNames.has(each))) {
    const text = await readFile(path.join(folder, name), 'utf8')
    if (!text.startsWith(ours)) return text
  }
  if (remembered === null) return null
  const files = names.filter((name) => !mappingNames.has(name))
  const adapted = adaptMapping(parseMapping(remembered, recogniseTable), files)
  if (Object.keys(adapted.files).length === 0 && adapted.source === '') return null
  // JSON is YAML.
  const text = `${ours}${JSON.stringify(adapted, null, 2)}\n`
  await writeFile(path.join(folder, mappingFile), text, { mode: 0o600 })
  return text
}

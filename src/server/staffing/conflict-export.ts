import type { Language } from '#base/bilingual.ts'
import { type ExportFormat, exportList, exportSheets } from '#platform/http/list/list-export.ts'
import type { OutputSheet } from '#platform/xlsx/xlsx-types.ts'

/** A pair of duties that one person may not hold together, with the clause that says so. */
export interface SeparatedPair {
  readonly text: string
  readonly a: string
  readonly b: string
  readonly a_title: Readonly<Record<Language, string>>
  readonly b_title: Readonly<Record<Language, string>>
}

const matrixTitle = { zh: '不相容岗位矩阵', en: 'duties that must be apart' }
const listTitle = { zh: '依据', en: 'clauses' }
const duty = { zh: '岗位职责', en: 'duty' }

/** Who stands at the head of both sides, in the order of the page. */
function matrixSheet(pairs: readonly SeparatedPair[], language: Language): OutputSheet {
  const titles = new Map(
    pairs.flatMap(
      ({ a, b, a_title, b_title }) =>
        [
          [a, a_title],
          [b, b_title],
        ] as const,
    ),
  )
  const codes = [...titles.keys()].sort()
  const apart = new Set(pairs.flatMap(({ a, b }) => [`${a} ${b}`, `${b} ${a}`]))
  return {
    name: matrixTitle[language],
    columns: [
      { header: duty[language], kind: 'text', width: 24 },
      ...codes.map((code) => ({ header: titles.get(code)![language], kind: 'text' as const, width: 14 })),
    ],
    rows: codes.map((row) => [
      titles.get(row)![language],
      ...codes.map((column) => (apart.has(`${row} ${column}`) ? '●' : null)),
    ]),
    frozenColumns: 1,
  }
}

/** .xlsx has the matrix as the page shows it and the clauses; a CSV, which has one sheet, has the clauses. */
export async function exportConflicts(
  pairs: readonly SeparatedPair[],
  { format, language }: { readonly format: ExportFormat; readonly language: Language },
): Promise<Response> {
  const columns = [
    { title: { zh: '规定', en: 'clause' }, width: 40, valueOf: ({ text }: SeparatedPair) => text },
    { title: duty, width: 24, valueOf: (pair: SeparatedPair) => pair.a_title[language] },
    {
      title: { zh: '不得兼任', en: 'not together with' },
      width: 24,
      valueOf: (pair: SeparatedPair) => pair.b_title[language],
    },
  ].map((column) => ({ ...column, kind: 'text' as const }))
  if (format === 'csv') return exportList('csv', { title: matrixTitle, columns, rows: pairs }, language)
  return exportSheets(matrixTitle[language], [
    matrixSheet(pairs, language),
    {
      name: listTitle[language],
      columns: columns.map(({ title, kind, width }) => ({ header: title[language], kind, width })),
      rows: pairs.map((pair) => columns.map((column) => column.valueOf(pair))),
    },
  ])
}

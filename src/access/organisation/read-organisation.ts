import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { z } from 'zod'
import type { Bilingual } from '#base/bilingual.ts'
import { Refusal } from '#base/refusal.ts'
import { openXlsx } from '#platform/xlsx/xlsx-reader.ts'
import type { XlsxCell, XlsxSheet } from '#platform/xlsx/xlsx-types.ts'
import { Organisation, type OrganisationPart } from './organisation.ts'
import { faultsOf } from './organisation-faults.ts'
import {
  readOrganisationSheets,
  type SheetFault,
  type SheetName,
  type SheetRow,
  sheetOfPart,
  workbookSheets,
} from './organisation-workbook.ts'

/** At most so many faults are said in one refusal; people correct some and try again. */
const faultsSaidMax = 20

interface Said {
  readonly place: Bilingual
  readonly text: Bilingual
}

function refuse(file: string, faults: readonly Said[]): never {
  const name = path.basename(file)
  const line = (language: keyof Bilingual): string =>
    faults
      .slice(0, faultsSaidMax)
      .map(({ place, text }) => `${place[language]}${language === 'zh' ? '：' : ': '}${text[language]}`)
      .join('\n')
  const rest = faults.length - faultsSaidMax
  throw new Refusal('invalid_input', {
    zh: `${name} 有 ${faults.length} 处错误，没有导入任何内容：\n${line('zh')}${rest > 0 ? `\n另有 ${rest} 处。` : ''}`,
    en: `${name} has ${faults.length} faults and nothing was imported:\n${line('en')}${rest > 0 ? `\nand ${rest} more.` : ''}`,
  })
}

/** `地区第3行` in a workbook, `regions[2]` in JSON, where people look for it. */
type PlaceOf = (part: OrganisationPart, row: number) => Bilingual

const jsonPlace: PlaceOf = (part, row) => ({ zh: `${part}[${row - 1}]`, en: `${part}[${row - 1}]` })

const sheetPlace = (sheet: string, line: number): Bilingual => ({
  zh: `工作表“${sheet}”第 ${line} 行`,
  en: `sheet ${sheet}, row ${line}`,
})

function shapeFault(issue: z.core.$ZodIssue, placeOf: PlaceOf): Said {
  const [part, index, ...field] = issue.path
  const isRow = typeof index === 'number'
  const place = isRow
    ? placeOf(part as OrganisationPart, index + 1)
    : { zh: String(part ?? '文件'), en: String(part ?? 'the file') }
  const where = field.join('.')
  return {
    place,
    text: {
      zh: `${where === '' ? '' : `${where} `}不符合格式（${issue.message}），请更正。`,
      en: `${where === '' ? '' : `${where} `}is not as it should be (${issue.message}); correct it.`,
    },
  }
}

function accept(file: string, json: unknown, placeOf: PlaceOf): Organisation {
  const parsed = Organisation.safeParse(json)
  if (!parsed.success)
    refuse(
      file,
      parsed.error.issues.map((issue) => shapeFault(issue, placeOf)),
    )
  const faults = faultsOf(parsed.data)
  if (faults.length > 0)
    refuse(
      file,
      faults.map(({ part, row, text }) => ({ place: placeOf(part, row), text })),
    )
  return parsed.data
}

function cellText(cell: XlsxCell | undefined): string | undefined {
  if (cell === undefined || cell.kind === 'error') return undefined
  if (cell.kind === 'bool') return cell.value ? '是' : '否'
  const text = cell.kind === 'number' ? String(Number(cell.raw)) : cell.text.trim()
  return text === '' ? undefined : text
}

async function readSheet(sheet: XlsxSheet, faults: SheetFault[]): Promise<readonly SheetRow[]> {
  let headers: readonly (string | undefined)[] | undefined
  const rows: SheetRow[] = []
  for await (const block of sheet.rows()) {
    for (const { line, cells } of block) {
      const texts = cells.map(cellText)
      if (texts.every((each) => each === undefined)) continue
      if (headers === undefined) {
        headers = texts
        continue
      }
      const named = texts.flatMap((each, index): [string, string][] => {
        const header = headers?.[index]
        return each === undefined || header === undefined ? [] : [[header, each]]
      })
      rows.push({ line, cells: new Map(named) })
    }
  }
  const known: readonly string[] = workbookSheets[sheet.name as SheetName].map(({ header }) => header)
  const strange = (headers ?? []).filter((each) => each !== undefined && !known.includes(each))
  for (const header of strange) {
    const text = {
      zh: `没有“${header}”这一列，请按模板修改表头。`,
      en: `there is no column "${header}"; use the template's headers.`,
    }
    faults.push({ sheet: sheet.name, line: 1, text })
  }
  return rows
}

async function readWorkbook(file: string): Promise<Organisation> {
  const workbook = await openXlsx(file)
  try {
    const headerFaults: SheetFault[] = []
    const sheets = new Map<string, readonly SheetRow[]>()
    for (const sheet of workbook.sheets) {
      if (Object.hasOwn(workbookSheets, sheet.name))
        sheets.set(sheet.name, await readSheet(sheet, headerFaults))
    }
    const missing = Object.values(sheetOfPart).filter((name) => !sheets.has(name))
    const reading = readOrganisationSheets(sheets)
    const faults = [
      ...missing.map((sheet) => ({
        place: { zh: `工作表“${sheet}”`, en: `sheet ${sheet}` },
        text: { zh: '没有这张表，请按模板补充。', en: 'is missing; add it as the template shows.' },
      })),
      ...[...headerFaults, ...reading.faults].map(({ sheet, line, text }) => ({
        place: sheetPlace(sheet, line),
        text,
      })),
    ]
    if (faults.length > 0) refuse(file, faults)
    return accept(file, reading.json, (part, row) =>
      sheetPlace(sheetOfPart[part], reading.lines[part][row - 1]!),
    )
  } finally {
    await workbook.close()
  }
}

async function readJson(file: string): Promise<Organisation> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch {
    throw new Refusal('unreadable_input', {
      zh: `无法读取 ${path.basename(file)}，请检查文件是否存在、是否有读取权限。`,
      en: `cannot read ${path.basename(file)}; check that it is there and may be read.`,
    })
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new Refusal('unreadable_input', {
      zh: `${path.basename(file)} 不是有效的 JSON，请检查括号和引号。`,
      en: `${path.basename(file)} is no valid JSON; check brackets and quotes.`,
    })
  }
  return accept(file, json, jsonPlace)
}

/** An organisation of a .json or .xlsx file: whole and free of faults, or a refusal that names each row. */
export async function readOrganisation(file: string): Promise<Organisation> {
  return /\.xlsx$/i.test(file) ? readWorkbook(file) : readJson(file)
}

import { postProperties } from '#access/duties.ts'
import type { Bilingual } from '#base/bilingual.ts'
import { formatDay, parseDay } from '#base/calendar-math.ts'
import { roles } from '#standard/code-lists.ts'
import type { OrganisationPart } from './organisation.ts'

/**
 * An organisation in a workbook: five sheets, headers in the first row, codes or their Chinese titles. Pure: cells are
 * text by now.
 */

/** A row of a sheet: its number there, and its cells as text by header; what is empty is absent. */
export interface SheetRow {
  readonly line: number
  readonly cells: ReadonlyMap<string, string>
}

export interface SheetFault {
  readonly sheet: string
  readonly line: number
  readonly text: Bilingual
}

type Reading = (cell: string) => unknown

interface Column {
  readonly header: string
  readonly field: string
  readonly isRequired: boolean
  readonly read: Reading
}

const text: Reading = (cell) => cell
const yesOrNo: Reading = (cell) => {
  if (['是', 'true', 'TRUE', '1', 'Y'].includes(cell)) return true
  if (['否', 'false', 'FALSE', '0', 'N'].includes(cell)) return false
  throw new Error(cell)
}
/** `2024-03-15`, `2024/3/15`, `20240315`, `2024年3月15日`, or the serial number of a date cell. */
const date: Reading = (cell) => {
  const match =
    /^(\d{4})[-/年](\d{1,2})[-/月](\d{1,2})日?$/.exec(cell) ?? /^((?:19|20)\d{2})(\d{2})(\d{2})$/.exec(cell)
  if (match !== null) {
    const [, year, month, ofMonth] = match
    const written = `${year}-${month!.padStart(2, '0')}-${ofMonth!.padStart(2, '0')}`
    if (parseDay(written) !== null) return written
  }
  // Excel's day 25569 is 1970-01-01; five digits are 1927 to 2173.
  if (/^\d{5}$/.test(cell)) return formatDay(Number(cell) - 25_569)
  throw new Error(cell)
}
const whole: Reading = (cell) => {
  if (/^\d{1,6}$/.test(cell)) return Number(cell)
  throw new Error(cell)
}
const oneOf =
  (titles: Readonly<Record<string, string>>): Reading =>
  (cell) => {
    if (Object.hasOwn(titles, cell)) return cell
    const found = Object.entries(titles).find(([, title]) => title === cell)
    if (found === undefined) throw new Error(cell)
    return found[0]
  }
const listOf =
  (read: Reading): Reading =>
  (cell) =>
    cell
      .split(/[、，,;；\s]+/)
      .filter((each) => each !== '')
      .map(read)

const levels = { PROVINCE: '省', CITY: '市', COUNTY: '县', TOWN: '乡', VILLAGE: '村' } as const
const kinds = {
  ADMIN: '行政',
  HANDLING: '经办',
  SUPERVISION: '基金监督',
  INFO: '信息',
  TAX: '税务',
  FINANCE: '财政',
  BANK: '银行',
  HOSPITAL: '医院',
  TOWN: '乡镇所',
  VILLAGE: '村',
} as const
const statuses = {
  ON_POST: '在岗',
  LEFT: '离职',
  TRANSFERRED: '调离',
  SUSPENDED: '停职',
  RETIRED: '退休',
} as const
const properties = Object.fromEntries(Object.entries(postProperties).map(([code, { zh }]) => [code, zh]))

const column = (header: string, field: string, read: Reading = text, isRequired = true): Column => ({
  header,
  field,
  isRequired,
  read,
})
const optional = (header: string, field: string, read: Reading = text): Column =>
  column(header, field, read, false)

/** Limits and posts held are sheets of their own, because a post has many limits and a person several posts. */
export const workbookSheets = {
  地区: [
    column('代码', 'code'),
    column('名称', 'name'),
    column('级别', 'level', oneOf(levels)),
    optional('上级', 'parent'),
    column('启用日期', 'validFrom', date),
    optional('停用日期', 'validTo', date),
  ],
  机构: [
    column('编号', 'id'),
    column('名称', 'name'),
    column('类别', 'kind', oneOf(kinds)),
    column('地区', 'region'),
    optional('上级', 'parent'),
    optional('上级代审', 'reviewedBySuperior', yesOrNo),
  ],
  岗位: [
    column('编号', 'id'),
    column('机构', 'agency'),
    column('名称', 'title'),
    optional('英文名称', 'titleInEnglish'),
    column('风险岗位', 'isKey', yesOrNo),
    optional('轮岗月数', 'monthsMax', whole),
    optional('角色', 'roles', listOf(oneOf(roles))),
    optional('职责', 'properties', listOf(oneOf(properties))),
  ],
  额度: [
    column('岗位', 'post'),
    optional('业务', 'function'),
    column('级别', 'level', whole),
    column('金额（元）', 'maxYuan'),
  ],
  人员: [
    column('工号', 'id'),
    column('姓名', 'name'),
    optional('证件号码', 'idNumber'),
    column('机构', 'agency'),
    optional('部门', 'department'),
    column('状态', 'status', oneOf(statuses)),
    optional('入职日期', 'joinedOn', date),
    optional('离岗日期', 'leftOn', date),
  ],
  任岗: [
    column('工号', 'staff'),
    column('岗位', 'post'),
    column('开始日期', 'startedOn', date),
    optional('结束日期', 'endedOn', date),
  ],
} as const satisfies Readonly<Record<string, readonly Column[]>>
export type SheetName = keyof typeof workbookSheets

/** The sheet of each part, to say where a fault of the whole stands. */
export const sheetOfPart: Readonly<Record<OrganisationPart, SheetName>> = {
  regions: '地区',
  agencies: '机构',
  posts: '岗位',
  staff: '人员',
}

interface ReadRow {
  readonly line: number
  readonly fields: Readonly<Record<string, unknown>>
}

function readRow(sheet: SheetName, row: SheetRow, faults: SheetFault[]): ReadRow {
  const fields: Record<string, unknown> = {}
  const columns: readonly Column[] = workbookSheets[sheet]
  for (const { header, field, isRequired, read } of columns) {
    const cell = row.cells.get(header)
    if (cell === undefined) {
      fields[field] = null
      if (isRequired) {
        const said = { zh: `“${header}”没有填写，请补充。`, en: `"${header}" is empty; fill it in.` }
        faults.push({ sheet, line: row.line, text: said })
      }
      continue
    }
    try {
      fields[field] = read(cell)
    } catch {
      fields[field] = null
      const said = {
        zh: `“${header}”的值“${cell}”无法识别，请按模板填写。`,
        en: `"${header}" has the value "${cell}", which is not understood; write it as the template shows.`,
      }
      faults.push({ sheet, line: row.line, text: said })
    }
  }
  return { line: row.line, fields }
}

export interface WorkbookReading {
  /** For `Organisation` to parse. */
  readonly json: Readonly<Record<OrganisationPart, readonly Readonly<Record<string, unknown>>[]>>
  /** The line of each row of each part, in the order of `json`. */
  readonly lines: Readonly<Record<OrganisationPart, readonly number[]>>
  readonly faults: readonly SheetFault[]
}

/** Children that name no row of the sheet they belong to are faults, not lost. */
function group(
  children: readonly ReadRow[],
  owners: { readonly sheet: SheetName; readonly key: string; readonly ids: ReadonlySet<unknown> },
  faults: SheetFault[],
): ReadonlyMap<unknown, readonly Readonly<Record<string, unknown>>[]> {
  const groups = new Map<unknown, Readonly<Record<string, unknown>>[]>()
  for (const { line, fields } of children) {
    const { [owners.key]: owner, ...rest } = fields
    if (owner === null) continue
    if (!owners.ids.has(owner)) {
      const said = {
        zh: `编号 ${owner} 没有对应的行，请先补充。`,
        en: `there is no row ${owner} to belong to; add it first.`,
      }
      faults.push({ sheet: owners.sheet, line, text: said })
      continue
    }
    groups.set(owner, [...(groups.get(owner) ?? []), rest])
  }
  return groups
}

export function readOrganisationSheets(sheets: ReadonlyMap<string, readonly SheetRow[]>): WorkbookReading {
  const faults: SheetFault[] = []
  const read = (sheet: SheetName): readonly ReadRow[] =>
    (sheets.get(sheet) ?? []).map((row) => readRow(sheet, row, faults))
  const [regions, agencies, posts, staff] = [read('地区'), read('机构'), read('岗位'), read('人员')]
  const idsOf = (rows: readonly ReadRow[]): ReadonlySet<unknown> =>
    new Set(rows.map(({ fields }) => fields.id))
  const limits = group(read('额度'), { sheet: '额度', key: 'post', ids: idsOf(posts) }, faults)
  const held = group(read('任岗'), { sheet: '任岗', key: 'staff', ids: idsOf(staff) }, faults)
  const json = {
    regions: regions.map(({ fields }) => fields),
    agencies: agencies.map(({ fields }) => fields),
    posts: posts.map(({ fields }) => ({
      ...fields,
      titleInEnglish: fields.titleInEnglish ?? fields.title,
      monthsMax: fields.monthsMax ?? 36,
      roles: fields.roles ?? [],
      properties: fields.properties ?? [],
      limits: limits.get(fields.id) ?? [],
    })),
    staff: staff.map(({ fields }) => ({ ...fields, posts: held.get(fields.id) ?? [] })),
  }
  const linesOf = (rows: readonly ReadRow[]): readonly number[] => rows.map(({ line }) => line)
  const lines = {
    regions: linesOf(regions),
    agencies: linesOf(agencies),
    posts: linesOf(posts),
    staff: linesOf(staff),
  }
  return { json, lines, faults }
}

import { z } from 'zod'
import { staffStatuses } from '#access/actor.ts'
import { allProperties, allRoles } from '#access/duties.ts'
import { parseDay } from '#base/calendar-math.ts'
import { hasRightCheckCharacter, normaliseIdentityNumber } from '#base/identity-number.ts'

/**
 * An organisation as data (platform.md 14): regions, agencies, posts with their limits, people and their posts. It
 * holds no grants: a file that gave people roles would go round the three officers.
 */

export const regionLevels = ['PROVINCE', 'CITY', 'COUNTY', 'TOWN', 'VILLAGE'] as const

export const agencyKinds = [
  'ADMIN',
  'HANDLING',
  'SUPERVISION',
  'INFO',
  'TAX',
  'FINANCE',
  'BANK',
  'HOSPITAL',
  'TOWN',
  'VILLAGE',
] as const

const id = z.string().trim().min(1).max(64)
const name = z.string().trim().min(1).max(200)
/** `2024-03-15`, as stored; checked to be a day. */
const day = z.string().refine((text) => parseDay(text) !== null, 'a day YYYY-MM-DD')
const idNumber = z
  .string()
  .trim()
  .transform(normaliseIdentityNumber)
  .refine(hasRightCheckCharacter, 'an id number of 18 characters with the right check character')

export const Region = z.strictObject({
  code: z
    .string()
    .regex(/^\d{6}(\d{3}(\d{3})?)?$/, 'a region code of 6, 9 or 12 digits')
    .meta({ title: '代码' }),
  name: name.meta({ title: '名称', isPersonal: false }),
  level: z.enum(regionLevels).meta({ title: '级别' }),
  parent: z.string().nullable().meta({ title: '上级' }),
  validFrom: day.meta({ title: '启用日期' }),
  validTo: day.nullable().meta({ title: '停用日期' }),
})
export type Region = z.infer<typeof Region>

export const Agency = z.strictObject({
  id: id.meta({ title: '编号' }),
  name: name.meta({ title: '名称', isPersonal: false }),
  kind: z.enum(agencyKinds).meta({ title: '类别' }),
  region: z.string().meta({ title: '地区' }),
  parent: z.string().nullable().meta({ title: '上级' }),
  /** 上级代审; null leaves it to the number of staff. */
  reviewedBySuperior: z.boolean().nullable().meta({ title: '上级代审' }),
})
export type Agency = z.infer<typeof Agency>

const Limit = z.strictObject({
  /** Null: every function without a line of its own. */
  function: z.string().nullable().meta({ title: '业务' }),
  level: z.union([z.literal(1), z.literal(2)]).meta({ title: '级别' }),
  /** Yuan with at most two decimals. */
  maxYuan: z
    .string()
    .regex(/^\d{1,13}(\.\d{1,2})?$/, 'an amount in yuan')
    .meta({ title: '金额（元）' }),
})

export const Post = z.strictObject({
  id: id.meta({ title: '编号' }),
  agency: z.string().meta({ title: '机构' }),
  title: name.meta({ title: '名称' }),
  titleInEnglish: name.meta({ title: '英文名称' }),
  isKey: z.boolean().meta({ title: '风险岗位' }),
  monthsMax: z.int().min(1).max(600).meta({ title: '轮岗月数' }),
  roles: z.array(z.enum(allRoles)).meta({ title: '角色' }),
  properties: z.array(z.enum(allProperties)).meta({ title: '职责' }),
  limits: z.array(Limit).meta({ title: '额度' }),
})
export type Post = z.infer<typeof Post>

export const StaffMember = z.strictObject({
  id: id.meta({ title: '工号' }),
  name: name.meta({ title: '姓名' }),
  idNumber: idNumber.nullable().meta({ title: '证件号码' }),
  agency: z.string().meta({ title: '机构' }),
  department: z.string().nullable().meta({ title: '部门' }),
  status: z.enum(staffStatuses).meta({ title: '状态' }),
  joinedOn: day.nullable().meta({ title: '入职日期' }),
  leftOn: day.nullable().meta({ title: '离岗日期' }),
  posts: z
    .array(z.strictObject({ post: z.string(), startedOn: day, endedOn: day.nullable() }))
    .meta({ title: '任岗' }),
})
export type StaffMember = z.infer<typeof StaffMember>

export const Organisation = z.strictObject({
  regions: z.array(Region),
  agencies: z.array(Agency),
  posts: z.array(Post),
  staff: z.array(StaffMember),
})
export type Organisation = z.infer<typeof Organisation>
export type OrganisationPart = keyof Organisation

/** The province down to the code itself; undefined where a parent is missing or the tree runs in a circle. */
export function pathOf(
  code: string,
  parentOf: (code: string) => string | null | undefined,
): readonly string[] | undefined {
  const path = [code]
  for (let parent = parentOf(code); parent !== null; parent = parentOf(parent)) {
    if (parent === undefined || path.includes(parent)) return undefined
    path.unshift(parent)
  }
  return path
}

import { z } from 'zod'
import { Refusal } from '#base/refusal.ts'
import { storedKey } from '#register/register-change.ts'
import { storedValues, tableOf, type WrittenRow } from '#register/register-row.ts'
import { findTable, type TableName } from '#standard/tables.ts'
import { changeOf } from '../functions/edits.ts'
import { document, fields, needs, reason, refused } from '../functions/fields.ts'
import { type OrderMatter, orderMatter } from '../order-matter.ts'
import { readRegisterRow, writtenOf } from '../storing/register-row-store.ts'
import { rowSubject } from './row-subject.ts'

/** What is written by acts and grants only: repairing it would be forging it. Parameters have their own order. */
const untouchable: readonly string[] = [
  ...['business_order', 'business_step', 'operation', 'overtime', 'policy_parameter'],
  ...['staff', 'staff_relative', 'user_account', 'role_grant', 'post_assignment'],
]

const Value = z.string().trim().min(1).max(500).nullable()
const Edit = z.strictObject({
  column: fields.id('列'),
  old: Value.meta({ title: '原值' }),
  new: Value.meta({ title: '新值' }),
})

const Input = z
  .strictObject({
    table: fields.id('数据表'),
    key: z.record(z.string().max(64), z.string().min(1).max(100)).meta({ title: '主键' }),
    edits: z.array(Edit).min(1).max(20).meta({ title: '逐列修改' }),
    document,
    reason,
  })
  .superRefine(({ table: name, key, edits }, context) => {
    const fault = (path: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [path], message })
    const table = findTable(name)
    if (table === undefined) return fault('table', '应为监督数据标准中的表名')
    if (untouchable.includes(name)) return fault('table', '该表由系统按业务环节和授权生成，不得修改')
    const isKey =
      Object.keys(key).length === table.key.length && table.key.every((column) => Object.hasOwn(key, column))
    if (!isKey) return fault('key', `须用 ${table.key.join('、')} 指明一行`)
    const columns = edits.map(({ column }) => column)
    const strange = columns.find(
      (column) => table.key.includes(column) || !table.columns.some((each) => each.name === column),
    )
    if (strange !== undefined) return fault('edits', `${strange} 不是可修改的列`)
    if (new Set(columns).size < columns.length) return fault('edits', '同一列写了两次')
    try {
      storedKey(table, key)
      for (const { column, old, new: next } of edits) {
        if (old !== null) storedValues(table, { [column]: old })
        storedValues(table, { [column]: next })
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      fault('edits', error.text.zh)
    }
  })
type Input = z.infer<typeof Input>

interface Facts {
  readonly row: WrittenRow | null
  readonly personId: string | null
}

/** Rules about a person, asked where the row is of one: whoever decides should see what the repair hides or brings. */
const personRules = [
  ...['DTH-01', 'DTH-02', 'DTH-03', 'DTH-04', 'PRS-01', 'DUP-01', 'DUP-03', 'DUP-08'],
  ...['ACC-01', 'ACC-02', 'ACC-05', 'AMT-01', 'AMT-04'],
]

/**
 * 后台数据维护: columns of one row, old value and new, typed by the standard; entered by the system officer, reviewed by
 * the business post that owns the data within ten minutes, and executed by the server (platform.md 6, 25). Never SQL.
 */
export const dataRepair: OrderMatter = orderMatter<Input, Facts>({
  code: 'DATA_REPAIR',
  kind: 'ORDER_DATA_REPAIR',
  basis: [
    {
      document: '000',
      clause: '（三）完善社保经办风险防控体系',
      quote: '前台操作和后台审核必须分开，任何修改操作都要经过审批留痕可溯',
    },
    {
      document: '000',
      clause: '（四）加强社保基金风险防控管理的信息化建设',
      quote: '两人同时确认后才能完成系统业务操作的方式',
    },
  ],
  input: Input,
  attachments: [needs('FAULT_REPORT', '问题说明及核实材料', 'what is wrong, and how it was found out')],
  readFunction: 'READ_DATA_REPAIR',
  // The two confirm within ten minutes: what has to be corrected is entered anew.
  canBeCorrected: false,
  places: ['REGISTER'],
  placeOf: () => 'REGISTER',
  subject: ({ table, key }, actorId) => rowSubject({ table, key, actorId }),
  refusalOfCorrection: () => null,
  readFacts: async (pool, { table, key }) => {
    const row = await readRegisterRow(pool, table as TableName, key)
    return { row, personId: row?.person_id ?? null }
  },
  amountFen: () => null,
  ruleCodes: () => personRules,
  hardStops: [],
  personOf: (_asked, { personId }) => personId,
  effect: ({ table: name, edits }, { row }) => {
    if (row === null) {
      return refused('登记中没有这一行，请核对主键。', 'the register has no such row; check its key.')
    }
    const table = tableOf(name)
    for (const { column, old } of edits) {
      const said = old === null ? null : writtenOf(table, storedValues(table, { [column]: old }))[column]
      if (said !== (row[column] ?? null)) return otherValue(column, row[column] ?? null)
    }
    const next = Object.fromEntries(edits.map(({ column, new: value }) => [column, value]))
    const changed = Object.entries(writtenOf(table, storedValues(table, next)))
    if (changed.every(([column, value]) => value === (row[column] ?? null))) {
      return refused(
        '新值与原值相同，无需修改。',
        'the new values are the old ones; there is nothing to change.',
      )
    }
    return [changeOf(name as TableName, row, Object.fromEntries(changed))]
  },
})

function otherValue(column: string, value: string | null): Refusal {
  return refused(
    `${column} 现为“${value ?? '空'}”，与填写的原值不符；请核对后重新录入。`,
    `${column} is now "${value ?? 'empty'}" and not what was given as its old value; check it and enter it anew.`,
  )
}

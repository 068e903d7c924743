import { describe, expect, test } from 'vitest'
import { roles } from '#standard/code-lists.ts'
import { roleConflicts } from '#standard/role-conflicts.ts'
import { allDuties, allRoles, officerRoles, titleOfDuty } from './duties.ts'
import { isConflict, recordRelations, separatedPairs } from './duty-conflicts.ts'

/** Domain 3.11 as it stands there, without its remarks in brackets about origin. */
const matrix =
  '经办初审×复核; 经办×基金管理; 复核×审批; 待遇审核×待遇支付; 待遇发放×资格认证; 待遇发放×信息系统管理; 会计×出纳; 出纳×银行对账审核; 出纳×稽核/档案/收支账登记; 财务章保管×法人章保管; 网银制单U盾×复核U盾; 系统管理员×安全(保密)员; 系统管理员×审计员; 安全员×审计员; 三员×任何业务角色; 参数维护×业务经办; 数据库管理×业务; 监督检查×经办; 稽核×被稽核业务; 社保卡发放×社保卡库管; 社保卡激活(银行)×代领人; 举报受理×被举报单位; 投资决策×托管核算; 补填补录经办×审核; 档案保管×档案销毁审批'

describe('the pairs of 3.11', () => {
  test('are all there, in their order and words', () => {
    expect(separatedPairs.map(({ text }) => text)).toEqual(matrix.split('; '))
  })

  test.for(separatedPairs)(
    '$text names two of our roles, properties or relations to a record',
    ({ pairs }) => {
      const known: readonly string[] = [...allDuties, ...Object.keys(recordRelations)]
      expect(pairs.length).toBeGreaterThan(0)
      for (const [a, b] of pairs) {
        expect(known).toContain(a)
        expect(known).toContain(b)
        expect(a).not.toBe(b)
        expect(isConflict(a, b) && isConflict(b, a)).toBe(true)
      }
    },
  )

  test('contain every pair that the standard screens for', () => {
    expect(roleConflicts.length).toBeGreaterThan(30)
    expect(roleConflicts.filter(({ roleA, roleB }) => !isConflict(roleA, roleB))).toEqual([])
  })

  test('leave no business role to an officer', () => {
    const business = allRoles.filter((role) => !(officerRoles as readonly string[]).includes(role))
    expect(business.length).toBe(14)
    for (const officer of officerRoles) {
      expect(business.filter((role) => !isConflict(officer, role))).toEqual([])
    }
  })

  test('do not forbid what goes together', () => {
    expect(isConflict('ENTRY', 'CERTIFICATION')).toBe(false)
    expect(isConflict('ENTRY', 'ENTRY')).toBe(false)
    expect(isConflict('UNIT_HEAD', 'APPROVAL')).toBe(false)
  })
})

test('every duty has a title in both languages, the roles the standard’s', () => {
  const untitled = allDuties.filter((duty) => titleOfDuty(duty).zh === '' || titleOfDuty(duty).en === '')
  expect(untitled).toEqual([])
  expect(allRoles.map((role) => titleOfDuty(role).zh)).toEqual(Object.values(roles))
})

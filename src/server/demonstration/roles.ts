import type { Bilingual } from '#base/bilingual.ts'
import { type Cast, places } from './cast.ts'

/** Who a visitor can be, one account for each role, and what waits for that person. */
export interface DemonstrationRole {
  readonly staffId: string
  readonly title: Bilingual
  readonly first: Bilingual
}

export function demonstrationRoles(cast: Cast): readonly DemonstrationRole[] {
  const { city, province } = places
  const role = (staffId: string, title: Bilingual, first: Bilingual): DemonstrationRole => ({
    staffId,
    title,
    first,
  })
  return [
    role(
      cast('entry'),
      { zh: '初审岗', en: 'handler' },
      {
        zh: '退回的业务单要更正；可录入新的业务单',
        en: 'an order came back to be corrected; enter a new one',
      },
    ),
    role(
      cast('review'),
      { zh: '复核岗', en: 'reviewer' },
      { zh: '待复核的业务单：打开明细，逐项核对', en: 'orders to review: open the details first' },
    ),
    role(
      cast('approval', 1),
      { zh: '审批岗', en: 'approver' },
      { zh: '有疑点的业务单，说明理由后决定', en: 'orders with warnings, decided with a reason' },
    ),
    role(
      cast('cashier'),
      { zh: '出纳', en: 'cashier' },
      { zh: '导入银行对账单', en: 'import a bank statement' },
    ),
    role(
      cast('accountant'),
      { zh: '会计', en: 'accountant' },
      { zh: '把到账流水计入追回单', en: 'match money that came in to recoveries' },
    ),
    role(
      cast('internalAudit'),
      { zh: '稽核内控岗', en: 'internal auditor' },
      {
        zh: '核查中的案件、待复核的抽查、下发的疑点',
        en: 'cases under way, a sample to check, issued findings',
      },
    ),
    role(
      cast('supervisor'),
      { zh: '县基金监督', en: 'supervisor of the county' },
      { zh: '逾期的案件、新立的案件', en: 'an overdue case, a new one' },
    ),
    role(
      cast('supervisor', 0, city),
      { zh: '市基金监督', en: 'supervisor of the city' },
      {
        zh: '待受理的台账、疑点反馈、检查整改',
        en: 'a ledger to accept, what was written back, an inspection',
      },
    ),
    role(
      cast('supervisor', 0, province),
      { zh: '省基金监督', en: 'supervisor of the province' },
      { zh: '全省排查进度、待受理的台账', en: 'the campaign of the province, a ledger to accept' },
    ),
    role(
      cast('agencyHead'),
      { zh: '经办机构主任', en: 'head of the agency' },
      {
        zh: '待审批的结论、要情、纪要、台账',
        en: 'a conclusion, a major event, minutes, the ledger to sign',
      },
    ),
    role(
      cast('systemOfficer'),
      { zh: '系统管理员', en: 'system officer' },
      { zh: '提出授权和开户', en: 'propose grants and accounts' },
    ),
    role(
      cast('securityOfficer'),
      { zh: '安全管理员', en: 'security officer' },
      { zh: '待批准的授权', en: 'a grant to decide' },
    ),
    role(
      cast('auditOfficer'),
      { zh: '审计管理员', en: 'audit officer' },
      { zh: '留痕：查询、验证', en: 'the trail: search and verify' },
    ),
  ]
}

import { defineRule } from '#screening/rule.ts'

/** A reconciliation that nobody reviewed, or only its preparer or a cashier. */
export const reconciliationNotIndependent = defineRule({
  code: 'FIN-06',
  id: 'fund/reconciliation-not-independent',
  version: 1,
  title: { zh: '对账复核缺位', en: 'Reconciliation not reviewed independently' },
  purpose: {
    zh: '银行对账应由出纳以外的财务人员审核；无人审核、自编自审或由出纳审核，挪用就能被改过的对账单盖住。',
    en: 'Somebody other than a cashier and the preparer must review each reconciliation, or a forged statement covers what was taken.',
  },
  basis: [
    {
      document: '004',
      clause: '二、排查内容（四）基金财务管理情况',
      quote: '没有安排出纳以外的财务人员对银行对账情况进行审核',
    },
    {
      document: '001',
      clause: '（三）加强社保基金风险防控管理的内控制度建设',
      quote: '安排专人做好社保基金的日对账和月对账工作',
    },
  ],
  level: 2,
  key: 'fund_account',
  subjectKind: 'reconciliation',
  needs: [['reconciliation']],
  reads: ['reconciliation', 'role_grant', 'user_account', 'held_role'],
  parameters: {},
  sql: `
    with completed_reconciliation as (
      select
        reconciliation_id,
        fund_account_id,
        prepared_by,
        reviewed_by,
        abs(coalesce(difference_fen, 0)) as amount_fen,
        completed_on_day,
        cast(completed_on_day as bigint) * 86400 as day_starts
      from reconciliation
      where completed_on_day is not null
    ),
    cashier_grant as (
      select completed_reconciliation.reconciliation_id, held_role.grant_key
      from completed_reconciliation
      join held_role on held_role.staff_id = completed_reconciliation.reviewed_by
      where held_role.role = 'CASHIER'
        and held_role.from_second < completed_reconciliation.day_starts + 86400
        and held_role.to_second > completed_reconciliation.day_starts
    ),
    cashier_review as (
      select distinct reconciliation_id
      from cashier_grant
    ),
    dependent_reconciliation as (
      select
        completed_reconciliation.reconciliation_id,
        completed_reconciliation.fund_account_id,
        completed_reconciliation.reviewed_by,
        completed_reconciliation.amount_fen,
        completed_reconciliation.completed_on_day,
        case
          when completed_reconciliation.reviewed_by is null then 'NONE'
          when completed_reconciliation.reviewed_by = completed_reconciliation.prepared_by then 'PREPARER'
          else 'OTHER'
        end as reviewer,
        case when cashier_review.reconciliation_id is null then 0 else 1 end as is_cashier
      from completed_reconciliation
      left join cashier_review
        on cashier_review.reconciliation_id = completed_reconciliation.reconciliation_id
      where completed_reconciliation.reviewed_by is null
        or completed_reconciliation.reviewed_by = completed_reconciliation.prepared_by
        or cashier_review.reconciliation_id is not null
    ),
    row_shown as (
      select
        reconciliation_id,
        amount_fen,
        completed_on_day as period,
        'reconciliation' as evidence_table,
        reconciliation_id as evidence_key,
        0 as is_context
      from dependent_reconciliation
      union all
      select
        reconciliation_id,
        0 as amount_fen,
        null as period,
        'role_grant' as evidence_table,
        grant_key as evidence_key,
        1 as is_context
      from cashier_grant
    )
    select
      row_shown.reconciliation_id as subject_id,
      row_shown.amount_fen as amount_fen,
      row_shown.period as period_from,
      row_shown.period as period_to,
      row_shown.evidence_table as evidence_table,
      row_shown.evidence_key as evidence_key,
      row_shown.is_context as is_context,
      dependent_reconciliation.fund_account_id as fact_fund_account,
      dependent_reconciliation.reviewed_by as fact_reviewed_by,
      dependent_reconciliation.reviewer as fact_reviewer,
      dependent_reconciliation.is_cashier as fact_is_cashier
    from row_shown
    join dependent_reconciliation
      on dependent_reconciliation.reconciliation_id = row_shown.reconciliation_id`,
  facts: { fund_account: 'text', reviewed_by: 'text', reviewer: 'text', is_cashier: 'number' },
  evidence: {
    reconciliation: [
      'fund_account_id',
      'kind',
      'period_from',
      'period_to',
      'prepared_by',
      'reviewed_by',
      'difference',
      'completed_on',
    ],
    role_grant: ['account_id', 'role', 'granted_at', 'revoked_at'],
  },
  check:
    '由未参与编制、不任出纳的财务人员重新取得银行对账单，逐笔核对该期间的发生额和余额；核对审核人当日的岗位和权限。',
  explain: ({ who, amount, facts, periodFrom }) => {
    const cashier = facts.is_cashier === '1'
    const reviewer = `审核人工号 ${facts.reviewed_by} `
    const reasons: Readonly<Record<string, string>> = {
      NONE: '没有审核人',
      PREPARER: `${reviewer}就是编制人${cashier ? '，且当日持有出纳权限' : ''}`,
      OTHER: `${reviewer}当日持有出纳权限`,
    }
    const account = facts.fund_account === null ? '' : `（基金账户 ${facts.fund_account}）`
    return (
      `${who}${account}于 ${periodFrom} 完成，${reasons[facts.reviewer ?? '']}，登记差额 ${amount} 元，` +
      '请由出纳和编制人以外的财务人员凭银行原始对账单重新审核。'
    )
  },
})

import { day, weekday } from '../dates.ts'
import { encodeText } from '../deliveries/encode.ts'
import { loadDelivery } from '../loading/load.ts'
import { screen } from './all-rules.ts'
import { defaultParameters } from './parameters.ts'
import { defaultAsOf } from './rule.ts'

/** A small delivery, written by hand, and what one rule of the oracle finds in it. */

const header: Readonly<Record<string, string>> = {
  payment:
    'payment_id,person_id,scheme,benefit,pay_month,period_from,period_to,kind,amount,status,account_number,holder_name,entitlement_id,batch_id',
  person: 'person_id,id_number,name,life_status,death_date',
  death: 'source,id_number,died_on,reported_on,revoked',
  entitlement: 'entitlement_id,person_id,scheme,benefit,starts,status',
  entitlement_change: 'change_id,entitlement_id,person_id,kind,reason,effective,recorded_at,policy_batch',
  imprisonment: 'id_number,kind,started_on,ended_on',
  payee_account: 'account_number,person_id,holder_kind,valid_from,valid_to',
  payee_account_change: 'change_id,person_id,old_account,new_account,recorded_at,planned_batch',
  payment_batch: 'batch_id,scheme,pay_month,line_count,total_amount,channel,sent_at',
  certification: 'certification_id,person_id,certified_at,channel,result',
  business_order: 'order_id,function_code,amount,applied_at',
  business_step: 'order_id,step_number,step,staff_id,decided_at,decision',
  operation: 'operation_id,recorded_at,staff_id,account_id,function_code,action,person_id',
  user_account: 'account_id,staff_id,status',
  overtime: 'staff_id,started_at,ended_at',
  enrolment: 'enrolment_id,person_id,scheme,status,started_on,ended_on,end_reason',
  other_region_benefit: 'id_number,region,scheme,benefit,starts,ended',
  account_verification: 'account_number,holder_id_number',
  staff: 'staff_id,name,status,id_number,left_on',
  retirement:
    'retirement_id,person_id,scheme,kind,retire_month,total,notice_from,notice_to,decided_at,determined_by',
  social_card: 'card_number,person_id,made_on,status,issued_on,activated_on,activated_in_person,location',
  employer: 'employer_id,credit_code,name,region',
  contribution: 'contribution_id,person_id,employer_id,scheme,period,base,employer_rate,person_rate,kind',
  taxed_wage: 'id_number,credit_code,period,wage',
  policy_parameter: 'name,region,scheme,value,valid_from,valid_to',
  contribution_declaration: 'employer_id,scheme,period,payable,paid',
  role_grant: 'account_id,role,granted_at,revoked_at',
  reconciliation:
    'reconciliation_id,kind,period_from,period_to,prepared_by,reviewed_by,difference,completed_on',
  bank_transaction: 'fund_account_id,sequence,occurred_at,direction,amount,balance_after',
}

let lines = 0
/** `P1 110 2024-03 1000 …`: a paid regular pension line, and what differs. */
export function line(text: string, other: Readonly<Record<string, string>> = {}): string {
  const [person, scheme, month, amount] = text.split(' ')
  lines += 1
  const row: Record<string, string> = {
    payment_id: `L${lines}`,
    person_id: person!,
    scheme: scheme!,
    benefit: scheme === '170' ? 'RESIDENT_BASIC' : 'OLD_AGE',
    pay_month: month!,
    period_from: month!,
    period_to: month!,
    kind: 'REGULAR',
    amount: amount!,
    status: 'PAID',
    ...other,
  }
  return header
    .payment!.split(',')
    .map((each) => row[each] ?? '')
    .join(',')
}

export type Delivered = Readonly<Record<string, readonly string[]>>

/** `subject amount from…to level` of the rule's findings. */
export function found(code: string, tables: Delivered, asOf?: string): string[] {
  const files = Object.entries(tables).map(([name, rows]) => {
    return { name: `${name}.csv`, bytes: encodeText([header[name], ...rows].join('\n'), 'utf-8') }
  })
  const loaded = loadDelivery(files)
  if (loaded.kind !== 'loaded' || loaded.rejects.length > 0) throw new Error(JSON.stringify(loaded))
  const { data } = loaded
  const calendar = (each: number) => {
    if (each < day('2024-01-01') || each > day('2024-12-31')) return 'unknown'
    if (each === day('2024-02-04')) return 'working'
    return [0, 6].includes(weekday(each)) || each === day('2024-02-12') ? 'off' : 'working'
  }
  const lastDay = asOf === undefined ? (defaultAsOf(data) ?? day('2024-06-30')) : day(asOf)
  return screen({ data, asOf: lastDay, parameters: defaultParameters, calendar })
    .filter((each) => each.ruleCode === code)
    .map((each) => `${each.subjectId} ${each.amountFen} ${each.periodFrom}…${each.periodTo} ${each.level}`)
}

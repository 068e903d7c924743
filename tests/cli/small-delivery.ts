/**
 * Two pensioners, Chinese and English headers. P1 died in December 2023 and is paid in January and February 2024:
 * 2 × 1,500.50 yuan. One line is a repeat, one has an impossible amount.
 */
export const smallDelivery: Readonly<Record<string, string>> = {
  'person.csv': [
    '个人编号,公民身份号码,姓名,生存状态,统筹区',
    'P1,990101194001010010,张三,生存,甲镇',
    'P2,990101194001010029,李四,生存,乙镇',
  ].join('\n'),
  '待遇发放明细.csv': [
    'payment_id,person_id,scheme,benefit,kind,pay_month,period_from,period_to,amount,account_number,status,holder_name',
    'L1,P1,110,OLD_AGE,REGULAR,2024-01,2024-01,2024-01,"1,500.50",6200,PAID,张三',
    'L2,P1,110,OLD_AGE,REGULAR,2024年2月,202402,2024/2,1500.5,6200,PAID,张三',
    'L2,P1,110,OLD_AGE,REGULAR,2024年2月,202402,2024/2,1500.5,6200,PAID,张三',
    'L3,P2,110,OLD_AGE,REGULAR,2024-02,2024-02,2024-02,many,6201,PAID,李四',
    'L4,P2,110,OLD_AGE,REGULAR,2024-02,2024-02,2024-02,2000,6201,PAID,李四',
  ].join('\n'),
  'death.csv': [
    'id_number,name,died_on,source,reported_on',
    '990101194001010010,张三,2023-12-05,HEALTH,2023-12-10',
  ].join('\n'),
}

/** The same month paid twice to the dead person: DTH-01 and DUP-08 count the same lines. */
export const paidTwice: Readonly<Record<string, string>> = {
  ...smallDelivery,
  '待遇发放明细.csv': `${smallDelivery['待遇发放明细.csv']}\nL5,P1,110,OLD_AGE,REGULAR,2024-02,2024-02,2024-02,1500.5,6200,PAID,张三`,
}

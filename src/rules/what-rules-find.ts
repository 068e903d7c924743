import type { Bilingual } from '#base/bilingual.ts'

/**
 * What decides, in words for somebody who does not read SQL, by code; `{name}` stands for a parameter's value.
 * core-rules.md of the standard has the same for engineers.
 */
export const whatRulesFind: Readonly<Record<string, Bilingual>> = {
  'DTH-01': {
    zh: '死亡月份之后（另加宽限 {grace_months} 个月）各月的待遇仍发放成功，丧葬费、遗属待遇和个人账户退款除外。死亡日期取最可靠的来源，依次为卫健、公安、法院、民政、村居、参保登记；已撤销的死亡信息不算。金额为这些发放之和。',
    en: 'Benefits paid for months after the month of death (plus {grace_months} months of grace), except funeral grants, survivors’ benefits and refunds of personal accounts. The date of death is that of the most reliable source: health, police, court, civil affairs, village, the register; withdrawn reports do not count. The amount is the sum of these lines.',
  },
  'DTH-02': {
    zh: '一项待遇因死亡被暂停或终止，之后又登记恢复，而死亡信息没有撤销。金额为恢复生效月份起该项待遇发放成功的全部款项。',
    en: 'A benefit was suspended or ended for death and resumed later, though the death was not withdrawn. The amount is what was paid of that benefit from the effective month of the resumption on.',
  },
  'DTH-03': {
    zh: '因死亡暂停或终止生效之后，仍补发待遇，而且补发的月份延续到停发月份或更后，死亡信息没有撤销；丧葬费等身后待遇除外。金额为这些补发之和。',
    en: 'Back-pay after a stop for death took effect, for months that reach into the stop, though the death was not withdrawn; benefits that are due after a death do not count. The amount is the sum of these lines.',
  },
  'DTH-04': {
    zh: '参保关系因死亡终止以后，又有在保的参保关系开始、以后月份的正常缴费，或以后月份的正常发放，而死亡信息没有撤销。金额为以后月份的正常发放。',
    en: 'After participation ended for death, a new participation began, a regular contribution was made or a regular benefit was paid for a later month, though the death was not withdrawn. The amount is what was paid for later months.',
  },
  'DTH-06': {
    zh: '死亡信息报送已超过 {flag_days} 天，登记的生存状态仍不是死亡，且仍有正常享受的待遇。金额为首次报送次月起发放的款项。',
    en: 'A death was reported more than {flag_days} days ago, the register still does not say so, and a benefit is still active. The amount is what was paid after the month of the first report.',
  },
  'PRS-01': {
    zh: '收监次月起至释放前一个月的养老金仍正常发放成功；没有释放日期的，至今都算。只看收监服刑，不看社区矫正等。金额为这些月份的养老金。',
    en: 'A regular pension was paid for months after the month of imprisonment and before the month of release (none: until today). Only imprisonment counts. The amount is the pension of these months.',
  },
  'DUP-01': {
    zh: '同一个月，同一人既领取企业职工或机关事业单位养老金，又领取城乡居民养老金。金额为这些月份的城乡居民养老金。',
    en: 'For one month one person was paid both an employee’s pension (110 or 120) and the resident pension (170). The amount is the resident pension of these months.',
  },
  'DUP-03': {
    zh: '其他统筹区正在发放基本养老金的期间（首尾两月都算），本地也正常发放基本养老金，按公民身份号码比对。金额为这些月份的本地养老金。',
    en: 'A regular old-age pension was paid here for months in which another region paid one to the same id number (first and last month included). The amount is the pension paid here for these months.',
  },
  'DUP-08': {
    zh: '同一人、同一险种、同一待遇项目、同一所属期有两笔以上正常发放成功。金额为每组合计减去其中最大的一笔。',
    en: 'More than one regular line of the same scheme, benefit and period was paid to one person. The amount of each group is its sum less its largest line.',
  },
  'ACC-01': {
    zh: '{look_back_from} 以来，同一个月有 {people_min} 人以上的待遇发往同一账号；已登记该账号为监护人或代养机构账户的人不计。金额为这些月份、这些人的发放。',
    en: 'In one month since {look_back_from}, benefits of at least {people_min} persons went to one account; persons for whom it is registered as the account of a guardian or an institution do not count. The amount is their lines in such months.',
  },
  'ACC-02': {
    zh: '发放时的户名与领取人姓名不一致（空格、全角半角、间隔点写法的差别不算），而该账户没有登记为监护人或代养机构账户。金额为这些发放。',
    en: 'The name of the account’s holder is not the person’s (spaces, width and the kind of middle dot do not matter), and the account is not registered as that of a guardian or an institution. The amount is these lines.',
  },
  'ACC-03': {
    zh: '最近一个月的正常发放进入与上月不同的账户，且没有计划内批量换卡的变更登记。金额为最近一个月的这些发放。',
    en: 'The regular line of the latest month went to another account than the month before, without a recorded change of a planned batch. The amount is the line of the latest month.',
  },
  'ACC-04': {
    zh: '账户变更当天起 {window_days} 天内送往新账户的发放，每笔 {amount_min} 元以上，且属于补发、一次性发放，或达到本人该险种前 12 个月月发放额中位数的 {times} 倍。金额为这些发放。',
    en: 'Lines of at least {amount_min} yuan sent to the new account within {window_days} days of a change of account, being back-pay, a single sum, or at least {times} times the person’s median month of that scheme in the 12 months before. The amount is these lines.',
  },
  'ACC-05': {
    zh: '待遇发到工作人员或其登记亲属的账户，而户主不是领取人本人；按户主的公民身份号码比对，监护账户也列出。金额为这些发放。',
    en: 'A benefit was paid to an account of staff or of their registered relatives who are not the payee; compared by the holder’s id number, accounts of guardians included. The amount is these lines.',
  },
  'ACC-08': {
    zh: '账户由甲改为乙，{window_days} 天内又由乙改回甲，其间有款项发到乙。金额为其间发到乙的款项。',
    en: 'The account was changed from one to another and back within {window_days} days, and money was paid to the other one in between. The amount is that money.',
  },
  'ACC-10': {
    zh: '退票的款项重发到另一个账户，而该账户的户主已知且不是领取人本人。金额为重发成功的款项。',
    en: 'A returned payment was sent again to another account whose holder is known and is not the person. The amount is what was sent again and paid.',
  },
  'AMT-01': {
    zh: '{look_back_from} 以来，一人一险种一个月发放合计高于上限：企业职工 {cap_110} 元、机关事业单位 {cap_120} 元、城乡居民 {cap_170} 元。金额为超限月份的全部发放。',
    en: 'A person’s total of one scheme in a month since {look_back_from} is above the cap: employees {cap_110}, public institutions {cap_120}, residents {cap_170} yuan. The amount is the whole total of such months.',
  },
  'AMT-02': {
    zh: '同一险种在不到 {window_months} 个月里至少有 {high_months_min} 个高额月份；高额指月发放合计不低于 {amount_min} 元，且不低于本人该险种各月中位数的 {times} 倍。金额为全部高额月份的发放。',
    en: 'At least {high_months_min} high months of one scheme less than {window_months} months apart; high means at least {amount_min} yuan and {times} times the person’s median month. The amount is the total of all high months.',
  },
  'AMT-03': {
    zh: '最近一个月与上月相比，正常发放按比例增加 {increase} 以上或减少 {decrease} 以上，且相差 {amount_min} 元以上（城乡居民 {amount_min_170} 元以上），而当月没有政策批次的调整。金额为差额。',
    en: 'Against the month before, the regular amount of the latest month is up by a share of at least {increase} or down by at least {decrease}, and by at least {amount_min} yuan (residents {amount_min_170}), without an adjustment by policy in that month. The amount is the difference.',
  },
  'AMT-04': {
    zh: '{look_back_from} 以来的补发：两笔相距不到 {window_months} 个月，或一笔达到 {amount_min} 元，或一笔所属期超过 {months_max} 个月。金额为该人的全部补发。',
    en: 'Back-pay since {look_back_from}: two lines less than {window_months} months apart, one of at least {amount_min} yuan, or one for more than {months_max} months. The amount is all back-pay of the person.',
  },
  'AMT-07': {
    zh: '手工核定、调整或更正使月待遇变动 {change_min} 元以上，手工补发 {back_pay_min} 元以上，或退休待遇由手工核定。金额为变动额、补发额或核定的待遇总额。',
    en: 'A grant, adjustment or correction by hand that changes the amount by at least {change_min} yuan, back-pay by hand of at least {back_pay_min}, or a retirement determined by hand. The amount is the change, the back-pay or the pension determined.',
  },
  'AMT-14': {
    zh: '支付批次登记的笔数或总额与其明细不符，已取消的明细不计；没有交付任何明细的批次不判断。金额为总额之差，只有笔数不符时为零。',
    en: 'The count or the total of a payment batch is not that of its lines (cancelled ones left out); batches without any delivered line are not decided. The amount is the difference of the totals, zero where only the count differs.',
  },
  'RET-01': {
    zh: '按正常退休办理的退休年月早于法定退休年月（含渐进式延迟），或弹性提前退休早于法定年月 36 个月以上、早于原法定年龄。金额为法定退休年月之前各月已发的养老金。',
    en: 'A retirement as of age before the lawful month (with the gradual delay), or a flexible early one more than 36 months before it or before the original age. The amount is the pension paid for months before the lawful one.',
  },
  'RET-14': {
    zh: '特殊工种或因病提前退休，没有完整的公示记录，公示不足 {working_days_min} 个工作日，或在公示期满当天及以前就审批。金额为核定的待遇总额。',
    en: 'Early retirement for special work or illness without a complete notice, with a notice of fewer than {working_days_min} working days, or decided on or before its last day. The amount is the pension determined.',
  },
  'CER-01': {
    zh: '最近一个月仍正常发放养老金，而 {months_max} 个月以来没有认证通过的记录，也不是这期间才开始领取的人。金额为最后一次认证通过满 {months_max} 个月以后发放的养老金；从未通过的，从首次发放起算。',
    en: 'A regular pension was paid in the latest month, but in the last {months_max} months no certification passed, and the pension did not begin in them either. The amount is the pension paid more than {months_max} months after the last pass, or after the first payment where there was none.',
  },
  'CER-03': {
    zh: '办理或复核认证通过的人，在 {window_days} 天内又办理或复核了同一领取人的恢复发放或补发。金额为补发金额。',
    en: 'Who certified, or reviewed it, also handled or reviewed a resumption or back-pay of the same person within {window_days} days. The amount is the back-pay.',
  },
  'CER-05': {
    zh: '死亡日期 {grace_days} 天以后仍有认证通过的记录，后台数据比对除外。金额为死亡次月起发放的待遇。',
    en: 'A certification passed more than {grace_days} days after the death; matches of data in the background do not count. The amount is what was paid for months after the month of death.',
  },
  'CER-06': {
    zh: '社会化服务认证通过，但没有复核人、复核人就是经办人，或没有佐证材料。不涉及金额。',
    en: 'A certification by the community passed without a reviewer, reviewed by its own operator, or without evidence. There is no amount.',
  },
  'CRD-01': {
    zh: '社保卡制成已超过 {months_max} 个月，仍是已制卡或在途，没有发放、没有回收，也不在库中。不涉及金额。',
    en: 'A card was made more than {months_max} months ago and is still only made or on its way: not handed out, not recalled and not in the vault. There is no amount.',
  },
  'CRD-02': {
    zh: '持卡人死亡已超过 {days_max} 天，社保卡仍是已制卡、在途或正常状态。不涉及金额。',
    en: 'The holder died more than {days_max} days ago and the card is still made, on its way or active. There is no amount.',
  },
  'CRD-03': {
    zh: '社保卡已激活，但不是本人到场、没有发放记录，或激活早于发放。不涉及金额。',
    en: 'A card was activated, but not in person, though never handed out, or before it was handed out. There is no amount.',
  },
  'CTR-01': {
    zh: '正常缴费的基数低于当月下限或高于上限 {tolerance} 元以上；上下限取单位所在统筹区的，没有的取通用的。金额为越界部分乘以单位和个人费率。',
    en: 'The base of a regular contribution is more than {tolerance} yuan below the minimum or above the maximum of the month, of the employer’s region or else of everywhere. The amount is what lies beyond, times both rates.',
  },
  'CTR-02': {
    zh: '单位有 {people_min} 人以上，企业职工养老保险缴费基数低于应申报基数的 {ratio}；应申报基数是本人上年在该单位的平均计税工资（至少有 {wage_months_min} 个月），并限于上下限之间。金额为少报部分乘以单位和个人费率。',
    en: 'At least {people_min} persons of an employer have a base below {ratio} of the due one: their average taxed wage at that employer in the year before (of at least {wage_months_min} months), kept within the bounds. The amount is the missing base times both rates.',
  },
  'CTR-03': {
    zh: '单位有 {months_min} 个月以上实缴低于应缴；欠缴达到 {level_1_months} 个月或 {level_1_amount} 元的为一级。金额为欠缴合计。',
    en: 'An employer paid less than was due in at least {months_min} months; from {level_1_months} months or {level_1_amount} yuan on it is level 1. The amount is what is unpaid.',
  },
  'CTR-21': {
    zh: '个人账户补填补录没有复核人、复核人就是经办人、没有缴费凭证、一次达到 {months_min} 个月，或在退休年月之前 {before_retirement_months} 个月内办理。金额为这些补填补录的金额。',
    en: 'A back-fill of a personal account without a reviewer, reviewed by its own operator, without a voucher, of at least {months_min} months, or recorded within {before_retirement_months} months before the retirement month. The amount is that of these back-fills.',
  },
  'SYS-01': {
    zh: '同一笔高风险业务的初审、复核、审批、支付中，有两个以上环节由同一名工作人员办理；退回的环节也算办理。金额为业务单的金额。',
    en: 'One member of staff decided two or more of entry, review, approval and payment of one high-risk order; rejections count as decisions. The amount is the order’s.',
  },
  'SYS-02': {
    zh: '同一人（名下全部账号合并计算）曾同时持有相互冲突的角色：初审与复核，复核与审批，待遇审核与待遇发放，待遇发放与资格认证，待遇发放与系统管理员，会计与出纳，出纳与对账审核、稽核、档案，社保卡发放与库管，基金监督与初审、复核、审批、待遇发放。已收回的历史授权也算。不涉及金额。',
    en: 'One person, all accounts together, held conflicting roles at the same time, now or in the past: entry and review; review and approval; benefit review and payment; payment and certification; payment and system officer; accountant and cashier; cashier and reconciliation, internal audit or archive; issuing and keeping cards; supervision and entry, review, approval or payment. There is no amount.',
  },
  'SYS-03': {
    zh: '在工作日 {day_starts} 至 {day_ends} 之外新增、修改、审批或导入高风险业务，又没有加班登记；涉及 {level_1_people} 人以上为一级。节假日和调休按国务院办公厅通知。不涉及金额。',
    en: 'High-risk business created, changed, approved or imported outside {day_starts} to {day_ends} of a working day, without an overtime entry; from {level_1_people} persons concerned on it is level 1. Holidays are those of the State Council’s notices. There is no amount.',
  },
  'SYS-04': {
    zh: '同一工作人员在 {window_seconds} 秒之内新增或修改高风险业务 {operations_min} 次以上，或批量导入状态变更、手工调整、补发。不涉及金额。',
    en: 'One member of staff created or changed high-risk business at least {operations_min} times within {window_seconds} seconds, or imported changes of status, manual adjustments or back-pay. There is no amount.',
  },
  'SYS-06': {
    zh: '工作人员离岗超过 {grace_days} 天，其系统账号仍启用，或离岗超过 {grace_days} 天以后还有操作。不涉及金额。',
    en: 'A member of staff left more than {grace_days} days ago and the account is still enabled, or it was used more than {grace_days} days after they left. There is no amount.',
  },
  'SYS-07': {
    zh: '同一人同时持有系统管理员、安全员、审计员中的两个角色，或持有其中之一又持有初审、复核、审批、待遇审核、待遇发放、资格认证、会计、出纳中的任一业务角色。不涉及金额。',
    en: 'One person held two of system, security and audit officer at the same time, or one of them together with a role of business: entry, review, approval, benefit review, payment, certification, accountant or cashier. There is no amount.',
  },
  'SYS-14': {
    zh: '在风险岗位上连续任职超过 {months_max} 个月，仍未离任；代班任职也算。不涉及金额。',
    en: 'Somebody has been on a key post for more than {months_max} months and still is; substitutes count. There is no amount.',
  },
  'FIN-03': {
    zh: '支出户的付出流水，没有对应的支付批次，收款账户也不在经批准的收款方名单中。金额为该笔流水。',
    en: 'Money left an expenditure account without a known payment batch, to an account that is no approved payee. The amount is that of the transaction.',
  },
  'FIN-06': {
    zh: '已完成的对账没有审核人、审核人就是编制人，或审核人当日持有出纳角色。金额为对账差额。',
    en: 'A completed reconciliation has no reviewer, was reviewed by its preparer, or by somebody who held the cashier’s role that day. The amount is its difference.',
  },
  'FIN-24': {
    zh: '基金账户的银行流水断号，或某笔余额不等于上一笔余额加收入、减支出。金额为各处余额差额之和。',
    en: 'The numbers of a fund account’s bank statement have a gap, or a balance is not the one before plus what came in or minus what went out. The amount is the sum of the breaks.',
  },
  'FIN-27': {
    zh: '发放文件以人工报盘方式送银行，或生成的文件与送银行的文件摘要不同。金额为批次总额。',
    en: 'A payment file was carried to the bank by hand, or the digests of the file that was made and of the one that was sent differ. The amount is the batch’s total.',
  },
}

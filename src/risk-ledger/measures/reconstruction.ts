import type { Bilingual } from '#base/bilingual.ts'

/**
 * 六个方面48项风险防控措施 (seed 003, 主要措施（二）). The text of 人社部发〔2018〕43号 was not at hand: this is a
 * reconstruction from the founding texts (domain 7.1), shown as such wherever it is shown, and replaced by the official
 * wording once that is imported.
 */

export interface MeasureText {
  readonly text: Bilingual
  /** What shows that it is done. */
  readonly evidence: string
  /** Whose it is, by department. */
  readonly owner: string
}

export interface MeasureArea {
  readonly title: Bilingual
  readonly measures: readonly MeasureText[]
}

const measure = (zh: string, en: string, evidence: string, owner: string): MeasureText => ({
  text: { zh, en },
  evidence,
  owner,
})

export const reconstruction: readonly MeasureArea[] = [
  {
    title: { zh: '政策制度', en: 'policy and rules' },
    measures: [
      measure('制定政策前评估基金风险', 'risk review before a policy is made', '风险评估意见', '政策科'),
      measure('只支付法定项目', 'only statutory items are paid', '支付项目目录', '政策科'),
      measure('不自行出台优惠政策', 'no local concessions', '文件清理记录', '政策科'),
      measure(
        '统一缴费基数、费率和待遇参数',
        'unified bases, rates and parameters',
        '参数表及变更审批',
        '政策科',
      ),
      measure('严格提前退休的条件和程序', 'rules of early retirement', '审批和公示材料', '政策科'),
      measure('按规定披露基金信息', 'disclosure of the fund', '披露稿及审批', '基金监督科'),
      measure('明确责任并追究责任', 'accountability', '责任书、追责记录', '局领导'),
      measure('及时修订过时的制度', 'rules are revised in time', '制度清单及修订记录', '政策科'),
    ],
  },
  {
    title: { zh: '业务经办', en: 'handling of business' },
    measures: [
      measure('业务事项目录和经办规程齐全', 'catalogue and procedures', '目录、规程', '经办机构'),
      measure('一事两岗两审', 'two posts, two reviews', '岗位表、抽查业务单', '经办机构'),
      measure(
        '业务全部在系统内办理',
        'everything in the system, nothing by hand',
        '系统外办理清查记录',
        '经办机构',
      ),
      measure('核定前比对', 'matching before determination', '比对结果', '待遇核定岗'),
      measure('关键信息变更须审批', 'approval of changes of key information', '变更审批单', '审批岗'),
      measure('补发和追回受控', 'control of back-pay and recovery', '补发明细、追回台账', '待遇发放岗'),
      measure('定期认证领取资格', 'certification of eligibility', '认证率、未认证名单', '资格认证岗'),
      measure('核实退票', 'returned payments are looked into', '退票核实记录', '待遇发放岗'),
    ],
  },
  {
    title: { zh: '基金财务', en: 'finance of the fund' },
    measures: [
      measure('会计、出纳分设', 'accountant and cashier are two people', '岗位表', '财务科'),
      measure('印鉴、网银盾分管', 'seals and bank keys are kept apart', '保管登记', '财务科'),
      measure('不收付现金', 'no cash', '收付方式统计', '财务科'),
      measure('社银直连', 'direct link with the bank', '直连协议、报盘清查', '财务科'),
      measure(
        '日对账、月对账由他人复核',
        'daily and monthly reconciliation, reviewed by another',
        '对账单、调节表',
        '财务科',
      ),
      measure(
        '开户审批，收支两条线',
        'accounts approved, income and expenditure apart',
        '开户批复',
        '财务科',
      ),
      measure('按规定计息和存放', 'interest and placement by the rules', '计息核对、存放方案', '财务科'),
      measure('大额支付集体决策', 'large payments decided in a meeting', '调拨会纪要', '局领导'),
    ],
  },
  {
    title: { zh: '信息系统', en: 'information system' },
    measures: [
      measure('三员分立', 'three officers apart', '任命文件', '信息科'),
      measure('实名登录', 'real-name sign-in', '登录方式清单', '信息科'),
      measure('权限互斥', 'exclusive permissions', '权限冲突检查', '信息科'),
      measure('离岗人员及时注销权限', 'leavers lose access', '注销记录', '信息科'),
      measure('日志完整可查', 'complete and searchable log', '日志查询演示', '信息科'),
      measure(
        '大额、多次补发、死亡后恢复、手工调整有预警',
        'warnings of the four kinds',
        '预警记录',
        '信息科',
      ),
      measure('数据修改审批留痕', 'changes of data approved and traced', '审批单、留痕', '信息科'),
      measure(
        '备份、安全和联网',
        'backup, security, links to the superior bases',
        '备份恢复记录、接口清单',
        '信息科',
      ),
    ],
  },
  {
    title: { zh: '档案与社保卡', en: 'archives and cards' },
    measures: [
      measure('一事一卷', 'one case, one volume', '档案抽查', '档案岗'),
      measure('材料齐全', 'complete papers', '档案抽查', '档案岗'),
      measure('查阅登记', 'log of access', '查阅登记簿', '档案岗'),
      measure('按期保管和销毁', 'retention and destruction', '销毁清册', '档案岗'),
      measure(
        '超过6个月未发放的社保卡回收入库',
        'cards not handed out in six months come back',
        '回收入库单',
        '社保卡管理岗',
      ),
      measure('社保卡见面激活', 'activation face to face', '激活记录抽查', '社保卡管理岗'),
      measure('清理死亡人员社保卡', 'cards of the dead are cleared', '清理清单', '社保卡管理岗'),
      measure('卡库定期盘点', 'the vault is counted', '盘点表', '社保卡管理岗'),
    ],
  },
  {
    title: { zh: '监督检查', en: 'supervision' },
    measures: [
      measure('每月按10%抽查业务', 'a tenth of business is sampled every month', '抽查底稿', '稽核内控岗'),
      measure(
        '高风险业务按比例稽核',
        'high-risk business is audited by ratio',
        '稽核通知和结论',
        '稽核内控岗',
      ),
      measure('数据稽核', 'audit by data', '疑点清单及核查', '稽核内控岗'),
      measure('现场检查达到20%', 'a fifth inspected on site', '检查计划和报告', '基金监督科'),
      measure('核实下发疑点', 'leads sent down are verified', '疑点反馈', '基金监督科'),
      measure('按规定报告要情', 'major events are reported', '要情报告', '基金监督科'),
      measure('受理举报并奖励', 'tips are handled and rewarded', '举报登记、奖励通知', '基金监督科'),
      measure(
        '移送司法并开展警示教育',
        'transfer to justice, education by example',
        '移送函、教育记录',
        '基金监督科',
      ),
    ],
  },
]

import type { Bilingual } from '#base/bilingual.ts'

/** The ten categories of what is looked for, with the text of the notice (founding text 004, 二、排查内容) word by word. */
export interface Category {
  readonly number: CategoryNumber
  readonly title: Bilingual
  /** Where it stands in the notice. */
  readonly clause: string
  readonly text: string
}
export type CategoryNumber = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10

export const categories: readonly Category[] = [
  {
    number: 1,
    title: { zh: '养老金发放异常', en: 'Irregular payments' },
    clause: '二、排查内容（一）养老金发放异常情况',
    text: '主要排查2019年以来养老保险待遇月发放金额超高、一年内有2次以上发放金额较高的情况; 因死亡原因暂停待遇发放人员恢复待遇、补发待遇情况；人员死亡终止参保关系后恢复待遇发放情况；非工作时间段（如深夜、节假日等）批量操作暂停转正常发放、待遇调整或补发等低频高风险业务情况；多个待遇领取人员共用一个银行账号情况。',
  },
  {
    number: 2,
    title: { zh: '待遇核定、发放', en: 'Determination and payment' },
    clause: '二、排查内容（二）待遇核定、发放情况',
    text: '核定待遇前未对参保缴费、待遇发放状态等进行比对；核定待遇时存在手工核定、录入结果情况；发放待遇前未经过待遇审核，未按月或定期（最长不超过一年）对生存状态、服刑情况进行比对；待遇发放审核没有全部实现系统内办理，存在部分发放业务手工审核情况；待遇发放审核环节存在只核总数，不对人员增减、大额发放、待遇补发等明细进行审核的情况；未对每月待遇发放不成功业务进行核实。',
  },
  {
    number: 3,
    title: { zh: '待遇发放内部控制', en: 'Internal control of payments' },
    clause: '二、排查内容（三）待遇发放内部控制情况',
    text: '存在一人同时获得待遇支付、待遇审核等初审复核权限，能够一人通办待遇发放、补发业务的情况；经办人员个人账号、密码管理不善，将账号、密码告知他人、借给他人使用，或账号密码被盗用、冒用情况；待遇发放业务人员与信息系统管理人员兼任；待遇发放与待遇资格认证由同一人负责。',
  },
  {
    number: 4,
    title: { zh: '基金财务管理', en: 'Fund accounts' },
    clause: '二、排查内容（四）基金财务管理情况',
    text: '存在社银人工报盘情况；没有安排出纳以外的财务人员对银行对账情况进行审核，支出户发生额明细、余额存在核对不一致情况；会计、出纳兼任。',
  },
  {
    number: 5,
    title: { zh: '待遇资格认证管理', en: 'Certification' },
    clause: '二、排查内容（五）待遇资格认证管理情况',
    text: '存在连续两年未进行待遇资格认证人员；未建立行政村（社区）参保人员死亡报告制度，死亡信息报告后未及时在经办系统中进行标识；跨部门数据比对、手机APP等自助认证结果未嵌入经办系统；对社会化服务认证结果的确认未建立初审、复核机制，不留存佐证材料；部级下发的待遇资格认证数据未得到应用。',
  },
  {
    number: 6,
    title: { zh: '社保卡管理', en: 'Social security cards' },
    clause: '二、排查内容（六）社保卡管理情况',
    text: '超过6个月未发放到人的社保卡没有回收入库集中保管，其中已死亡人员的社保卡未清理；社保卡银行账户存在违规未见面激活的情形。',
  },
  {
    number: 7,
    title: { zh: '信息系统管理', en: 'Information system' },
    clause: '二、排查内容（七）信息系统管理情况',
    text: '系统未对待遇发放银行账号、待遇发放状态等关键信息变更、待遇核定、待遇补发等高风险业务设置初审、复核功能，并做到权限互斥；未对大额支付、多次补发、死亡注销后恢复参保、待遇手工调整等设置预警功能；系统管理员、安全员、操作员“三员"分立管理制度未落实到位；登录系统没有采用数字证书或电子社保卡扫码登录等实名制管理方式；离职、离岗等用户未及时注销系统权限；系统操作日志功能不齐全，不能按条件筛查查询。',
  },
  {
    number: 8,
    title: { zh: '信息系统联网应用', en: 'Networks' },
    clause: '二、排查内容（八）信息系统联网应用情况',
    text: '各级社保业务系统未接入省级社保卡持卡人员基础信息库，对姓名、社会保障号码、生存状态等关键基础信息进行校验；没有以接口模式与部级社保信息比对查询系统实现对接，开展重复领取待遇、死亡冒领等问题的数据比对；未按照《关于部级社会保险待遇资格认证二期系统上线工作的通知》（人社信息函〔2021〕4号）要求，推进待遇领取人员的人脸识别自助认证。',
  },
  {
    number: 9,
    title: { zh: '合作银行协议管理', en: 'Agreements with banks' },
    clause: '二、排查内容（九）合作银行协议管理情况',
    text: '未对合作银行的义务、违约责任等作出明确规定；合作银行未对待遇发放信息与银行账号信息不一致、待遇金额异常等情况进行核验、提示、停止支付；未落实支出户账户变动提醒功能。',
  },
  {
    number: 10,
    title: { zh: '经办稽核、基金监督', en: 'Audit and supervision' },
    clause: '二、排查内容（十）经办稽核、基金监督情况',
    text: '2019年以来存在未落实基金要情报告制度，瞒报、谎报要情的问题；未按上级部署开展经办风险防控自查；未按规定对各级下发的疑点信息进行核实；未按比例对关键信息变更、待遇补发等高风险业务定期进行稽核；没有按照数据稽核规程要求，开展数据共享比对，实施数据稽核。',
  },
]

export function getCategory(number: CategoryNumber): Category {
  return categories[number - 1]!
}

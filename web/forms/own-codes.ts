type Codes = Readonly<Record<string, string>>

const relations: Codes = { SPOUSE: '配偶', PARENT: '父母', CHILD: '子女', SIBLING: '兄弟姐妹', OTHER: '其他' }

/** Code lists that the standard has no column for, by the title of their field; under '' whatever the field. */
export const ownCodes: Readonly<Record<string, Codes>> = {
  办理类型: { RESUME: '恢复', SUSPEND: '暂停', END: '终止' },
  变更类型: { ADJUST: '调整', CORRECT: '更正' },
  变更原因: { ANNUAL_ADJUSTMENT: '年度调待', ERROR: '原核定有误', OTHER: '其他' },
  变更字段: {
    name: '姓名',
    id_number: '证件号码',
    birth_date: '出生日期',
    sex: '性别',
    category: '人员类别',
    first_work_date: '参加工作日期',
  },
  同一人的依据: {
    SAME_ID_NUMBER: '证件号码相同',
    OLD_ID_NUMBER: '新旧证件号码',
    POLICE_PROOF: '公安机关证明',
  },
  补缴依据类型: {
    ARBITRATION: '仲裁裁决',
    JUDGMENT: '法院判决',
    SUPERVISION: '劳动监察',
    AUDIT: '审计稽核',
    POLICY: '政策规定',
  },
  类型: { BACK_FILL: '补填', BACK_RECORD: '补录' },
  退给: { PERSON: '个人', EMPLOYER: '单位' },
  退费原因: {
    DUPLICATE: '重复缴费',
    WRONG_PERSON: '缴错人员',
    WRONG_AMOUNT: '缴错金额',
    AFTER_DEATH: '死亡后缴费',
    OTHER: '其他',
  },
  补发原因: {
    NO_CERTIFICATION: '未认证停发后恢复',
    TO_VERIFY: '核实后恢复',
    MISSING: '漏发',
    ERROR: '原发放有误',
    ANNUAL_ADJUSTMENT: '年度调待补发',
    OTHER: '其他',
  },
  与死亡人员关系: relations,
  关系: relations,
  撤销原因: { WRONG_PERSON: '报送对象错误', WRONG_REPORT: '误报死亡', COURT_REVOKED: '法院撤销死亡宣告' },
  无法收回的原因: {
    DEAD_WITHOUT_ESTATE: '死亡且无遗产',
    BANKRUPT: '破产',
    COURT_ENDED: '法院终结执行',
    NOT_FOUND: '下落不明',
    OTHER: '其他',
  },
  告知方式: { PHONE: '电话', LETTER: '书面', VISIT: '上门', COMMUNITY: '通过社区' },
  离岗类别: { LEFT: '离职', TRANSFERRED: '调离', SUSPENDED: '停职', RETIRED: '退休' },
  状态: { ON_POST: '在岗', LEFT: '离职', TRANSFERRED: '调离', SUSPENDED: '停职', RETIRED: '退休' },
  核验方式: { IN_PERSON: '本人到场', VIDEO_CALL: '视频核验', BY_SUPERIOR: '上级单位核验' },
  类别: { ANNUAL: '年休假', TRAVEL: '出差', SICK: '病假', PARENTAL: '产假、育儿假', OTHER: '其他' },
  级别: { PROVINCE: '省级', CITY: '市级', COUNTY: '县级', TOWN: '乡镇（街道）', VILLAGE: '村（社区）' },
  发送方式: { DIRECT: '系统直连', MANUAL_FILE: '人工报盘' },
  '': {
    MONTHLY: '月度发放',
    REGULAR: '正常发放',
    BACK_PAY: '补发',
    ONE_OFF: '一次性',
    ADJUSTMENT: '调整',
    RESEND: '重发',
  },
}

export const schemesInEnglish: Codes = {
  '110': '110 employees’ pension',
  '120': '120 public servants’ pension',
  '170': '170 residents’ pension',
  '210': '210 unemployment',
  '310': '310 employees’ medical',
  '390': '390 residents’ medical',
  '410': '410 work injury',
  '510': '510 maternity',
}

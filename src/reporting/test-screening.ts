import { createHash } from 'node:crypto'
import type {
  EvidenceRow,
  Finding,
  FindingPart,
  FindingReader,
  RuleOutcome,
  RunSummary,
} from '#screening/finding.ts'

/** A small screening as plain data, for the tests of the reports: three rules with findings, others without. */

export function findingIdOf(ruleCode: string, kind: string, subjectId: string): string {
  return createHash('sha256').update(`1|${ruleCode}|${kind}|${subjectId}`).digest('hex').slice(0, 16)
}

const basis = [{ document: '000', clause: '第三条', quote: '建立疑点数据筛查机制' }]

function outcome(
  change: Partial<RuleOutcome> & Pick<RuleOutcome, 'code' | 'title' | 'evidence'>,
): RuleOutcome {
  return {
    id: 'death/paid-after-death',
    version: 1,
    level: 1,
    subjectKind: 'person',
    basis,
    check: '核对死亡日期的来源与发放期间；死亡当月及抚恤、丧葬待遇不属于多发。',
    status: 'HIT',
    reason: null,
    remarks: [],
    findings: 0,
    amountFen: 0n,
    parameters: {},
    confidence: '0.5',
    sqlSha256: '0'.repeat(64),
    seconds: 0.1,
    ...change,
  }
}

const paymentColumns = [
  'scheme',
  'benefit',
  'pay_month',
  'period_from',
  'kind',
  'amount',
  'account_number',
  'holder_name',
  'status',
]

export const paidAfterDeath = outcome({
  code: 'DTH-01',
  title: { zh: '死亡后继续发放待遇', en: 'Paid after death' },
  parameters: { grace_months: '0' },
  evidence: { payment: paymentColumns, death: ['source', 'name', 'died_on', 'reported_on', 'revoked'] },
})

export const sharedAccount = outcome({
  code: 'ACC-01',
  title: { zh: '多人共用一个银行账号', en: 'One account for several people' },
  level: 2,
  subjectKind: 'account',
  parameters: { people_min: '2', look_back_from: '2019-01' },
  remarks: [{ zh: '缺少账户核验表，按空表处理。', en: 'No account verification; taken as empty.' }],
  evidence: { payment: ['person_id', 'pay_month', 'amount'] },
})

export const outsideHours = outcome({
  code: 'SYS-03',
  title: { zh: '非工作时间办理高风险业务', en: 'High-risk work outside hours' },
  level: 1,
  subjectKind: 'staff',
  evidence: { operation: ['account_id', 'function_code', 'action', 'recorded_at', 'person_id'] },
})

const others: readonly RuleOutcome[] = [
  outcome({
    code: 'PRS-01',
    title: { zh: '服刑期间继续发放', en: 'Paid in prison' },
    evidence: {},
    status: 'NOT_EVALUATED',
    reason: {
      zh: '缺少必需的表：服刑信息（imprisonment）。',
      en: 'A table it needs is missing: imprisonment.',
    },
  }),
  outcome({
    code: 'AMT-14',
    title: { zh: '批次汇总与明细不符', en: 'Batch totals differ' },
    level: 2,
    evidence: {},
    status: 'FAILED',
    reason: { zh: '规则运行出错：内存不足。', en: 'The rule failed: out of memory.' },
  }),
  outcome({
    code: 'DUP-01',
    title: { zh: '职工与居民养老重复领取', en: 'Two pensions' },
    evidence: {},
    status: 'PASS',
  }),
]

export interface SampleFinding {
  readonly finding: Finding
  readonly rows: readonly EvidenceRow[]
}

export function paymentRow(key: string, change: Partial<EvidenceRow> = {}): EvidenceRow {
  return {
    table: 'payment',
    key,
    isContext: false,
    amountFen: 123_456n,
    values: {
      scheme: '170',
      benefit: 'RESIDENT_BASIC',
      pay_month: '2024-03',
      period_from: '2024-03',
      kind: 'REGULAR',
      amount: '1234.56',
      account_number: '6217000000000012345',
      holder_name: '张三丰',
      status: 'PAID',
    },
    ...change,
  }
}

export const deathRow: EvidenceRow = {
  table: 'death',
  key: 'POLICE#990101194001010013#2024-01-05',
  isContext: true,
  amountFen: 0n,
  values: {
    source: 'POLICE',
    name: '=张三丰',
    died_on: '2024-01-05',
    reported_on: '2024-02-01',
    revoked: false,
  },
}

export function personFinding(
  subjectId: string,
  region: string,
  rows: readonly EvidenceRow[],
): SampleFinding {
  const counted = rows.filter((row) => !row.isContext)
  const amountFen = counted.reduce((sum, row) => sum + row.amountFen, 0n)
  return {
    rows,
    finding: {
      findingId: findingIdOf('DTH-01', 'person', subjectId),
      ruleCode: 'DTH-01',
      ruleTitle: paidAfterDeath.title.zh,
      level: 1,
      subjectKind: 'person',
      subjectId,
      personName: '张**',
      periodFrom: '2024-03',
      periodTo: '2024-03',
      amountFen,
      evidenceCount: counted.length,
      explanation: `张**（个人编号 ${subjectId}）已于 2024-01-05 死亡（公安），死亡后仍发放 ${counted.length} 笔；请核实死亡日期并追回。`,
      region,
    },
  }
}

const accountFinding: SampleFinding = {
  finding: {
    findingId: findingIdOf('ACC-01', 'account', '6217000000000099999'),
    ruleCode: 'ACC-01',
    ruleTitle: sharedAccount.title.zh,
    level: 2,
    subjectKind: 'account',
    subjectId: '6217000000000099999',
    personName: '',
    periodFrom: '2024-01',
    periodTo: '2024-02',
    amountFen: 60_000n,
    evidenceCount: 2,
    explanation:
      '账号 6217000000000099999 在 2024-01 至 2024-02 收到 2 人的待遇，共 600.00 元；请核实代领手续。',
    region: '',
  },
  rows: ['P1', 'P2'].map((person) => ({
    table: 'payment',
    key: `M-${person}`,
    isContext: false,
    amountFen: 30_000n,
    values: { person_id: person, pay_month: '2024-01', amount: '300.00' },
  })),
}

const staffFinding: SampleFinding = {
  finding: {
    findingId: findingIdOf('SYS-03', 'staff', 'S7'),
    ruleCode: 'SYS-03',
    ruleTitle: outsideHours.title.zh,
    level: 1,
    subjectKind: 'staff',
    subjectId: 'S7',
    personName: '',
    periodFrom: '2024-02-03',
    periodTo: '2024-02-03',
    amountFen: 0n,
    evidenceCount: 1,
    explanation: '工作人员 S7 于 2024-02-03 非工作时间办理高风险业务 1 次，涉及 12 人；请核实加班审批。',
    region: '990102',
  },
  rows: [
    {
      table: 'operation',
      key: 'O1',
      isContext: false,
      amountFen: 0n,
      values: {
        account_id: 'U1',
        function_code: 'BACK_PAY',
        action: 'CREATE',
        recorded_at: '2024-02-03T22:15:00',
        person_id: 'P2',
      },
    },
  ],
}

export function sampleFindings(): SampleFinding[] {
  return [
    personFinding('P1', '990101', [
      paymentRow('M1'),
      paymentRow('M2', { amountFen: 100_000n }),
      paymentRow('M3'),
      deathRow,
    ]),
    personFinding('P2', '990102', [paymentRow('M4'), deathRow]),
    staffFinding,
    accountFinding,
  ]
}

/** In parts of two rows, as a finding of very many rows comes. */
export function readerOf(samples: Iterable<SampleFinding>, rowsPerPart = 2): FindingReader {
  return {
    async *read(): AsyncGenerator<FindingPart> {
      for (const { finding, rows } of samples) {
        for (let from = 0; from === 0 || from < rows.length; from += rowsPerPart) {
          const isLast = from + rowsPerPart >= rows.length
          yield { finding, isFirst: from === 0, isLast, rows: rows.slice(from, from + rowsPerPart) }
        }
      }
    },
  }
}

export function summaryOf(samples: readonly SampleFinding[]): RunSummary {
  const rules = [paidAfterDeath, outsideHours, sharedAccount].map((rule): RuleOutcome => {
    const own = samples.filter(({ finding }) => finding.ruleCode === rule.code)
    const amountFen = own.reduce((sum, { finding }) => sum + finding.amountFen, 0n)
    return { ...rule, findings: own.length, amountFen, status: own.length > 0 ? 'HIT' : 'PASS' }
  })
  return {
    standardVersion: 1,
    programVersion: '0.1.0',
    asOf: '2024-12-31',
    inputs: [
      {
        file: '待遇发放明细.csv',
        table: 'payment',
        sha256: 'a'.repeat(64),
        rowsRead: 12_345,
        rowsLoaded: 12_300,
        rowsRejected: 40,
        rowsRepeated: 5,
      },
      {
        file: 'death.csv',
        table: 'death',
        sha256: 'b'.repeat(64),
        rowsRead: 321,
        rowsLoaded: 321,
        rowsRejected: 0,
        rowsRepeated: 0,
      },
    ],
    coverage: [
      {
        table: 'payment',
        title: '待遇发放明细',
        rows: 12_300,
        rowsRejected: 40,
        firstDate: '2022-01',
        lastDate: '2024-12',
        missingMonths: ['2023-07', '2023-08'],
      },
      {
        table: 'death',
        title: '死亡信息',
        rows: 321,
        rowsRejected: 0,
        firstDate: '2022-01-03',
        lastDate: '2024-12-20',
        missingMonths: [],
      },
    ],
    quality: [
      {
        table: 'person',
        column: 'id_number',
        text: { zh: '证件号码校验位错误。', en: 'Wrong check digit.' },
        rows: 17,
        example: '990101194001010014',
      },
    ],
    warnings: [
      {
        zh: '文件 contribution.csv 有 61% 的行因“缴费基数不是金额”被拒绝；请检查该列是否带单位，改正后重新交付。',
        en: '61 % of contribution.csv was rejected: money.',
      },
    ],
    rules: [...rules, ...others],
    findings: samples.length,
    amountFen: samples.reduce((sum, { finding }) => sum + finding.amountFen, 0n),
    months: [],
    startedAt: '2025-01-02T08:00:00Z',
    finishedAt: '2025-01-02T08:00:09Z',
  }
}

import { formatMonth, monthOf } from '#base/calendar-math.ts'
import { sha256 } from '#base/digest.ts'
import { formatYuanGrouped } from '#base/money.ts'
import type {
  EvidenceRow,
  Finding,
  FindingPart,
  FindingReader,
  Level,
  MonthAmount,
  RuleOutcome,
  RunSummary,
  SubjectKind,
  SubjectReader,
} from '#screening/finding.ts'
import { exampleSubjects } from './test-subjects.ts'

/** A run as plain data, for the tests of what reports it: results that never came out of a screening. */

export interface ExampleRun {
  readonly summary: RunSummary
  readonly findings: FindingReader
  readonly subjects: SubjectReader
}

type RuleSketch = readonly [
  code: string,
  title: string,
  level: Level,
  kind: SubjectKind,
  status?: RuleOutcome['status'],
]

const sketches: readonly RuleSketch[] = [
  ['ACC-01', '多人待遇发放至同一账号', 2, 'account'],
  ['ACC-02', '收款户名与参保人姓名不符', 2, 'person'],
  ['AMT-03', '当月待遇较上月异常波动', 3, 'person'],
  ['AMT-14', '发放批次笔数或金额与明细不符', 1, 'batch'],
  ['CER-01', '长期未认证仍发放待遇', 2, 'person'],
  ['DTH-01', '死亡后继续发放待遇', 1, 'person'],
  ['DUP-01', '同月重复领取职工与居民养老待遇', 1, 'person'],
  ['SYS-01', '不相容岗位由同一人办理', 1, 'order'],
  ['SYS-03', '非工作时间办理高风险业务', 2, 'staff', 'PASS'],
  ['PRS-01', '服刑期间领取养老金', 1, 'person', 'NOT_EVALUATED'],
  ['DTH-06', '死亡信息未及时处理', 2, 'person', 'FAILED'],
]

const reasons: Partial<Record<RuleOutcome['status'], RuleOutcome['reason']>> = {
  NOT_EVALUATED: {
    zh: '缺少数据表“服刑人员”（imprisonment），请向司法行政部门调取后重新筛查。',
    en: 'The table imprisonment is missing; ask the judicial administration for it and screen again.',
  },
  FAILED: { zh: '规则运行出错：内存不足。', en: 'The rule failed: out of memory.' },
}

function outcome([code, title, level, kind, status]: RuleSketch, findings: readonly Finding[]): RuleOutcome {
  const own = findings.filter(({ ruleCode }) => ruleCode === code)
  return {
    code,
    id: code.toLowerCase(),
    version: 1,
    title: { zh: title, en: `Example of ${code}` },
    level,
    subjectKind: kind,
    basis: [{ document: '000', clause: '基金收支层面', quote: '部分人员在丧失享受资格后，仍继续领取' }],
    check: '核对死亡时间与停发时间，确认发放渠道与实际领取人；确属多发的，通知退回。',
    status: status ?? (own.length > 0 ? 'HIT' : 'PASS'),
    reason: reasons[status ?? 'HIT'] ?? null,
    remarks:
      code === 'ACC-01'
        ? [{ zh: '缺少账号核验表，按空表处理。', en: 'account_verification is missing and counts as empty.' }]
        : [],
    findings: own.length,
    amountFen: sum(own),
    parameters: code === 'ACC-01' ? { min_persons: '2', look_back: '2019-01' } : {},
    evidence: { payment: ['pay_month', 'amount'] },
    confidence: '0.5',
    sqlSha256: sha256(code),
    seconds: 0.25,
  }
}

function sum(findings: readonly Finding[]): bigint {
  return findings.reduce((total, { amountFen }) => total + amountFen, 0n)
}

function months(findings: readonly Finding[]): MonthAmount[] {
  return findings
    .filter(({ periodTo }) => periodTo !== '')
    .map(({ periodTo, ruleCode, level, amountFen }) => ({
      month: periodTo.slice(0, 7),
      ruleCode,
      level,
      amountFen,
    }))
}

export function exampleSummary(findings: readonly Finding[]): RunSummary {
  return {
    standardVersion: 1,
    programVersion: '0.1.0',
    asOf: '2024-12-31',
    inputs: [
      {
        file: 'payment-2024.csv',
        table: 'payment',
        sha256: sha256('a'),
        rowsRead: 720_000,
        rowsLoaded: 719_988,
        rowsRejected: 10,
        rowsRepeated: 2,
      },
      {
        file: '人员信息.xlsx',
        table: 'person',
        sha256: sha256('b'),
        rowsRead: 20_000,
        rowsLoaded: 20_000,
        rowsRejected: 0,
        rowsRepeated: 0,
      },
      {
        file: 'death.csv',
        table: 'death',
        sha256: sha256('c'),
        rowsRead: 812,
        rowsLoaded: 812,
        rowsRejected: 0,
        rowsRepeated: 0,
      },
    ],
    coverage: [
      {
        table: 'person',
        title: '人员',
        rows: 20_000,
        rowsRejected: 0,
        firstDate: null,
        lastDate: null,
        missingMonths: [],
      },
      {
        table: 'payment',
        title: '待遇发放明细',
        rows: 719_988,
        rowsRejected: 10,
        firstDate: '2022-01',
        lastDate: '2024-12',
        missingMonths: ['2022-07', '2022-08'],
      },
      {
        table: 'death',
        title: '死亡信息',
        rows: 812,
        rowsRejected: 0,
        firstDate: '2021-03-02',
        lastDate: '2024-12-20',
        missingMonths: [],
      },
    ],
    quality: [
      {
        table: 'person',
        column: 'id_number',
        text: { zh: '身份证校验码不对', en: 'wrong check digit' },
        rows: 3,
        example: '990101194001010010',
      },
    ],
    warnings: [
      {
        zh: '文件“备注.csv”不是标准中的数据表，未读取。',
        en: 'The file 备注.csv is no table of the standard and was not read.',
      },
    ],
    rules: sketches.map((sketch) => outcome(sketch, findings)),
    findings: findings.length,
    amountFen: sum(findings),
    months: months(findings),
    startedAt: '2025-01-02T09:00:00+08:00',
    finishedAt: '2025-01-02T09:00:21+08:00',
  }
}

export function exampleFinding(over: Partial<Finding> = {}): Finding {
  const finding: Finding = {
    findingId: '',
    ruleCode: 'DTH-01',
    ruleTitle: '死亡后继续发放待遇',
    level: 1,
    subjectKind: 'person',
    subjectId: 'P1',
    personName: '张*',
    periodFrom: '2024-04',
    periodTo: '2024-05',
    amountFen: 630_050n,
    evidenceCount: 1,
    explanation: '张*（个人编号 P1）于 2024-03-14 死亡，仍发放 2 笔；请核查并追回。',
    region: '990101',
    ...over,
  }
  return {
    ...finding,
    findingId: sha256(`1|${finding.ruleCode}|${finding.subjectKind}|${finding.subjectId}`).slice(0, 16),
  }
}

export function paymentRow(key: string, over: Partial<EvidenceRow> = {}): EvidenceRow {
  return {
    table: 'payment',
    key,
    isContext: false,
    amountFen: 310_000n,
    values: {
      person_id: 'P1',
      scheme: '110',
      benefit: 'OLD_AGE',
      period_from: '2024-04',
      amount: '3100.00',
      account_number: '6217000010001234567',
      holder_name: '张三丰',
      status: 'PAID',
    },
    ...over,
  }
}

export const deathRow: EvidenceRow = {
  table: 'death',
  key: 'HEALTH#990101194001010013#2024-03-14',
  isContext: true,
  amountFen: 0n,
  values: { source: 'HEALTH', name: '张三', died_on: '2024-03-14', revoked: null },
}

export interface Sketch {
  readonly finding: Finding
  readonly rows: readonly EvidenceRow[]
}

/** The findings in parts of at most `partSize` evidence rows. */
export function exampleReader(sketches: readonly Sketch[], partSize = 1_000): FindingReader {
  async function* read(): AsyncGenerator<FindingPart> {
    for (const { finding, rows } of sketches) {
      const parts = Math.max(1, Math.ceil(rows.length / partSize))
      for (let part = 0; part < parts; part += 1) {
        const own = rows.slice(part * partSize, (part + 1) * partSize)
        yield { finding, isFirst: part === 0, isLast: part === parts - 1, rows: own }
      }
    }
  }
  return { read }
}

export function exampleRun(sketches: readonly Sketch[], partSize?: number): ExampleRun {
  return {
    summary: exampleSummary(sketches.map(({ finding }) => finding)),
    findings: exampleReader(sketches, partSize),
    subjects: exampleSubjects(sketches.map(({ finding }) => finding)),
  }
}

const surnames = '赵钱孙李周吴郑王冯陈'

/** Findings of all kinds of subjects, spread over rules, regions and months without any chance. */
export function manyFindings(count: number): Sketch[] {
  const hitting = sketches.filter(([, , , , status]) => status === undefined)
  return Array.from({ length: count }, (_, index) => {
    // Multiplication by a prime scatters amounts and months; the same index gives the same finding.
    const scattered = (index * 7_919) % 10_007
    const [code, title, level, kind] = hitting[(scattered * 3) % hitting.length]!
    const to = monthOf(2022, 1) + (scattered % 36)
    const rows = 1 + (scattered % 24)
    const amountFen = BigInt(scattered) * 1_237n + 5_000n
    const isPerson = kind === 'person'
    const name = isPerson ? `${surnames[index % 10]}*` : ''
    const subjectId = `${kind.toUpperCase().slice(0, 2)}${String(index).padStart(8, '0')}`
    const from = formatMonth(to - (rows > 12 ? 12 : rows - 1))
    return {
      finding: exampleFinding({
        ruleCode: code,
        ruleTitle: title,
        level,
        subjectKind: kind,
        subjectId,
        personName: name,
        periodFrom: from,
        periodTo: formatMonth(to),
        amountFen,
        evidenceCount: rows,
        explanation: `${isPerson ? `${name}（个人编号 ${subjectId}）` : subjectId}自 ${from} 至 ${formatMonth(to)} 涉及 ${rows} 笔共 ${formatYuanGrouped(amountFen)} 元，请核查发放依据与实际领取人，确属多发的予以追回。`,
        region: ['990101', '990102', '990103', ''][index % 4]!,
      }),
      rows: [
        ...Array.from({ length: rows }, (_, row) =>
          paymentRow(`L${index}-${row}`, { amountFen: amountFen / BigInt(rows) }),
        ),
        deathRow,
      ],
    }
  })
}

import { describe, expect, test } from 'vitest'
import { formatYuan } from '#base/money.ts'
import { openDuck, runSql } from '#platform/duckdb.ts'
import { rules } from '#rules/catalogue.ts'
import type { SubjectRisk } from '../finding.ts'
import { createEmptyTable } from '../prepare-tables.ts'
import { findingColumns, hitTable } from '../run-rule.ts'
import type { JudgedFinding } from './reviewed-findings.ts'
import { collectSubjects, subjectReader } from './subject-risk.ts'
import type { Confidences } from './subject-score.ts'

/** A row that counts: rule, subject, table, key, fen, and whether it is of context. */
type Hit = readonly [
  rule: string,
  subject: string,
  table: string,
  key: string,
  fen: number | bigint,
  isContext?: boolean,
]

interface Scene {
  readonly hits: readonly Hit[]
  /** Statements that fill tables of the standard. */
  readonly given?: readonly string[]
  readonly confidences?: Confidences
  readonly judged?: readonly JudgedFinding[]
  readonly isUnmasked?: boolean
}

async function subjectsOf({ hits, given = [], confidences, judged, isUnmasked = false }: Scene) {
  const database = await openDuck({ threads: 1 })
  const { connection } = database
  for (const name of ['person', 'social_card', 'user_account', 'business_step'] as const) {
    await createEmptyTable(connection, name)
  }
  for (const statement of given) await runSql(connection, statement)
  await runSql(connection, `create table finding (${findingColumns})`)
  for (const rule of rules.filter(({ code }) => hits.some(([each]) => each === code))) {
    const own = hits.filter(([code]) => code === rule.code)
    const rows = own.map(
      ([, subject, table, key, fen, isContext = false]) =>
        `('${subject}', '${table}', '${key}', ${fen}::bigint, ${isContext ? 1 : 0})`,
    )
    await runSql(
      connection,
      `create table ${hitTable(rule)} as
      select * from (values ${rows.join(', ')}) as hit (subject_id, evidence_table, evidence_key, amount_fen, is_context)`,
    )
    await runSql(
      connection,
      `insert into finding (rule_code, level, subject_id, amount_fen)
      select '${rule.code}', ${rule.level}, subject_id, sum(case when is_context = 0 then amount_fen else 0 end)
      from ${hitTable(rule)} group by subject_id`,
    )
  }
  const count = await collectSubjects(connection, rules, { confidences, judged })
  const subjects: SubjectRisk[] = []
  const reader = subjectReader({ connect: database.connect, count, isUnmasked })
  for await (const subject of reader.read()) subjects.push(subject)
  database.close()
  expect(subjects).toHaveLength(count)
  return subjects
}

function brief({ subjectKind, subjectId, scoreTenThousandths, amountFen }: SubjectRisk): string {
  return `${subjectKind} ${subjectId} ${scoreTenThousandths} ${formatYuan(amountFen)}`
}

describe('whom a finding counts for', () => {
  test('persons, accounts, staff and employers: themselves', async () => {
    const subjects = await subjectsOf({
      hits: [
        ['DTH-01', 'P1', 'payment', 'L1', 100],
        ['ACC-01', '6200', 'payment', 'L1', 100],
        ['SYS-03', 'S1', 'operation', 'O1', 0],
        ['CTR-03', 'E1', 'contribution_declaration', 'D1', 700],
      ],
    })
    expect(subjects.map(({ subjectKind, subjectId }) => `${subjectKind} ${subjectId}`).toSorted()).toEqual([
      'account 6200',
      'employer E1',
      'person P1',
      'staff S1',
    ])
  })

  test('a card’s for its person, who may have a name and a region', async () => {
    const scene: Scene = {
      hits: [
        ['CRD-02', 'C1', 'social_card', 'C1', 0],
        ['CRD-02', 'C2', 'social_card', 'C2', 0],
      ],
      given: [
        "insert into social_card (card_number, person_id) values ('C1', 'P1'), ('C2', 'P1')",
        "insert into person (person_id, name, region) values ('P1', '张三丰', '990101')",
      ],
    }
    const [subject, ...others] = await subjectsOf(scene)
    expect(others).toEqual([])
    expect(subject).toMatchObject({
      subjectKind: 'person',
      subjectId: 'P1',
      personName: '张**',
      findings: 2,
      ruleCodes: ['CRD-02'],
      region: '990101',
    })
    expect((await subjectsOf({ ...scene, isUnmasked: true }))[0]?.personName).toBe('张三丰')
  })

  test('a user account’s for its holder, and for the account where it has none', async () => {
    const subjects = await subjectsOf({
      hits: [
        ['SYS-06', 'U1', 'operation', 'O1', 0],
        ['SYS-06', 'U2', 'operation', 'O2', 0],
      ],
      given: ["insert into user_account (account_id, staff_id) values ('U1', 'S1'), ('U2', null)"],
    })
    expect(subjects.map(({ subjectId }) => subjectId).toSorted()).toEqual(['S1', 'account:U2'])
  })

  test('an order’s for the one who took the steps, and for nobody where they are two or unknown', async () => {
    const subjects = await subjectsOf({
      hits: [
        ['SYS-01', 'B1', 'business_order', 'B1', 500],
        ['SYS-01', 'B1', 'business_step', 'B1#1', 0],
        ['SYS-01', 'B1', 'business_step', 'B1#2', 0],
        ['SYS-01', 'B2', 'business_step', 'B2#1', 0],
        ['SYS-01', 'B2', 'business_step', 'B2#2', 0],
        ['SYS-01', 'B3', 'business_step', 'B3#1', 0],
        ['SYS-01', 'B3', 'business_step', 'gone', 0],
      ],
      given: [
        `insert into business_step (row_key, staff_id)
        values ('B1#1', 'S1'), ('B1#2', 'S1'), ('B2#1', 'S1'), ('B2#2', 'S2'), ('B3#1', 'S3')`,
      ],
    })
    expect(subjects.map(brief)).toEqual(['staff S1 3000 5.00'])
  })

  test('a batch’s for nobody', async () => {
    expect(await subjectsOf({ hits: [['AMT-14', 'B1', 'payment_batch', 'B1', 900]] })).toEqual([])
  })

  test('no finding, no subject', async () => {
    expect(await subjectsOf({ hits: [] })).toEqual([])
  })
})

describe('the money of a subject', () => {
  const amountOf = async (hits: readonly Hit[]): Promise<string> => {
    const [subject] = await subjectsOf({ hits })
    return formatYuan(subject!.amountFen)
  }

  test('a line that several rules count is counted once, with the largest of its amounts', async () => {
    const hits: Hit[] = [
      ['DTH-01', 'P1', 'payment', 'L1', 1_000],
      ['DTH-01', 'P1', 'payment', 'L2', 1_000],
      ['DUP-01', 'P1', 'payment', 'L1', 400],
      ['DUP-01', 'P1', 'payment', 'L3', 50],
    ]
    expect(await amountOf(hits)).toBe('20.50')
    expect(await amountOf(hits.toReversed())).toBe('20.50')
  })

  test('keys of different tables are different rows', async () => {
    expect(
      await amountOf([
        ['DTH-01', 'P1', 'payment', 'X', 1_000],
        ['CTR-21', 'P1', 'account_adjustment', 'X', 1_000],
      ]),
    ).toBe('20.00')
  })

  test('is the finding’s where there is one, rows that stand twice, deductions and context included', async () => {
    expect(
      await amountOf([
        ['DTH-01', 'P1', 'payment', 'L1', 1_000],
        ['DTH-01', 'P1', 'payment', 'L1', 200],
        ['DTH-01', 'P1', 'payment', 'L2', -300],
        ['DTH-01', 'P1', 'payment', 'L9', 5_000, true],
      ]),
    ).toBe('9.00')
  })

  test('the larger amount by size wins, and of the same size the positive one', async () => {
    const one = (a: number, b: number): Hit[] => [
      ['DTH-01', 'P1', 'payment', 'L1', a],
      ['DUP-01', 'P1', 'payment', 'L1', b],
    ]
    expect(await amountOf(one(100, -300))).toBe('-3.00')
    expect(await amountOf(one(-300, 300))).toBe('3.00')
  })

  test('is exact where a float is not', async () => {
    expect(
      await amountOf([
        ['DTH-01', 'P1', 'payment', 'L1', 9_007_199_254_740_993n],
        ['DTH-01', 'P1', 'payment', 'L2', 2],
      ]),
    ).toBe('90071992547409.95')
  })
})

test('subjects come by score, then money, then kind, then id', async () => {
  const subjects = await subjectsOf({
    hits: [
      ['DTH-01', 'P1', 'payment', 'L1', 100],
      ['DTH-01', 'P2', 'payment', 'L2', 100],
      ['DTH-01', 'P3', 'payment', 'L3', 900],
      ['AMT-03', 'P4', 'payment', 'L4', 1_000_000],
      ['DTH-01', 'P5', 'payment', 'L5', 1],
      ['DTH-02', 'P5', 'payment', 'L5', 1],
    ],
  })
  expect(subjects.map(brief)).toEqual([
    'person P5 5100 0.01',
    'person P3 3000 9.00',
    'person P1 3000 1.00',
    'person P2 3000 1.00',
    'person P4 1500 10000.00',
  ])
})

test('money has no part in the score, a measured confidence has', async () => {
  const hits: Hit[] = [['DTH-01', 'P1', 'payment', 'L1', 1]]
  const rich: Hit[] = [['DTH-01', 'P1', 'payment', 'L1', 1_000_000_000]]
  const [[poor], [other], [sure]] = await Promise.all([
    subjectsOf({ hits }),
    subjectsOf({ hits: rich }),
    subjectsOf({ hits, confidences: new Map([['DTH-01', 1_000_000n]]) }),
  ])
  expect([poor, other, sure].map((each) => each?.scoreTenThousandths)).toEqual([3_000, 3_000, 6_000])
})

describe('a finding that somebody looked into', () => {
  const hits: Hit[] = [
    ['DTH-01', 'P1', 'payment', 'L1', 100],
    ['DTH-01', 'P1', 'payment', 'L2', 700],
    ['AMT-03', 'P1', 'payment', 'L2', 900],
    ['DTH-01', 'P2', 'payment', 'L3', 5],
  ]
  const judged = (ruleCode: string, subjectId: string, verdict: 'cleared' | 'confirmed') => [
    { ruleCode, subjectId, verdict },
  ]

  test('and that is untrue has no part in score, money, rules and number', async () => {
    const subjects = await subjectsOf({ hits, judged: judged('DTH-01', 'P1', 'cleared') })
    expect(subjects.map(brief)).toEqual(['person P2 3000 0.05', 'person P1 1500 9.00'])
    expect(subjects[1]).toMatchObject({ findings: 1, ruleCodes: ['AMT-03'], highestLevel: 2 })
  })

  test('and that was the only one leaves no subject', async () => {
    const subjects = await subjectsOf({ hits, judged: judged('DTH-01', 'P2', 'cleared') })
    expect(subjects.map(({ subjectId }) => subjectId)).toEqual(['P1'])
  })

  test('and that is true counts with confidence 1, whatever the rule’s is', async () => {
    const confidences = new Map([['DTH-01', 0n]])
    const subjects = await subjectsOf({ hits, confidences, judged: judged('DTH-01', 'P2', 'confirmed') })
    expect(subjects.map(brief)).toEqual(['person P2 6000 0.05', 'person P1 1500 10.00'])
  })
})

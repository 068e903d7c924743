import { createHash } from 'node:crypto'
import { describe, expect, it, test } from 'vitest'
import { monthOf, parseDay, parseMonth } from '#base/calendar-math.ts'
import { hasRightCheckCharacter } from '#base/identity-number.ts'
import { fenOfYuan } from '#base/money.ts'
import { Refusal } from '#base/refusal.ts'
import { getTable } from '#standard/tables.ts'
import { isScript, type Label } from './labels.ts'
import { foundText, oracle } from './oracle/test-oracle.ts'
import { groupBy, rowsOf } from './oracle/test-rows.ts'
import { levels } from './rule-levels.ts'
import { type Simulation, scenarios, simulate } from './simulate.ts'
import { isWorkingDay } from './working-time.ts'

function digestOf(simulation: Simulation): string {
  const hash = createHash('sha256')
  for (const table of simulation.tables) {
    for (const row of table.rows()) hash.update(`${row.join('\u0001')}\u0002`)
  }
  hash.update(JSON.stringify(simulation.labels()))
  return hash.digest('hex')
}

function fraudTexts(simulation: Simulation): string[] {
  return simulation
    .labels()
    .filter((label) => label.is_fraud === 'true')
    .map((label) => `${label.rule_code}|${label.subject_id}|${label.level}|${label.amount}`)
    .sort()
}

function oracleTexts(simulation: Simulation): string[] {
  return oracle(rowsOf(simulation), isWorkingDay).map(foundText)
}

describe('findings and labels', () => {
  test.each([1, 2, 3])('a county has exactly the findings that its labels say (seed %i)', (seed) => {
    const simulation = simulate({ persons: 4000, months: 36, seed })
    expect(oracleTexts(simulation)).toEqual(fraudTexts(simulation))
  })

  test.each([
    { persons: 3000, months: 12, lastMonth: monthOf(2024, 7) },
    { persons: 3000, months: 27, lastMonth: monthOf(2023, 2) },
    { persons: 3000, months: 26, lastMonth: monthOf(2024, 11) },
    { persons: 2000, months: 60, lastMonth: monthOf(2025, 6) },
    { persons: 600, months: 150, lastMonth: monthOf(2026, 4) },
    { persons: 300, months: 40, lastMonth: monthOf(2025, 12) },
  ])('it has them in other months too: %o', (options) => {
    const simulation = simulate({ ...options, seed: 5 })
    expect(fraudTexts(simulation).length).toBeGreaterThan(20)
    expect(oracleTexts(simulation)).toEqual(fraudTexts(simulation))
  })

  test.each([
    { persons: 8000, months: 36, seed: 4 },
    { persons: 300, months: 300, seed: 6 },
    { persons: 50, months: 2, seed: 1 },
    { persons: 1, months: 1, seed: 0 },
  ])('a clean county has none: %o', (options) => {
    const simulation = simulate({ ...options, isClean: true })
    expect(simulation.labels()).toEqual([])
    expect(oracleTexts(simulation)).toEqual([])
  })

  it('has at least three frauds of each of the 46 rules, and ten benign cases for each case of fraud', () => {
    const labels = simulate({ persons: 20_000, months: 36, seed: 9 }).labels()
    const frauds = labels.filter((label) => label.is_fraud === 'true')
    for (const rule of Object.keys(levels)) {
      expect(frauds.filter((label) => label.rule_code === rule).length, rule).toBeGreaterThanOrEqual(3)
    }
    const caseOf = (label: Label): string => label.case_id || `${label.scenario}|${label.subject_id}`
    const benign = new Set(labels.filter((label) => label.is_fraud === 'false').map(caseOf))
    expect(benign.size).toBeGreaterThanOrEqual(new Set(frauds.map(caseOf)).size * 10)
  })

  it.each([
    { persons: 20_000, months: 36, seed: 3 },
    { persons: 3000, months: 12, seed: 5, lastMonth: monthOf(2024, 7) },
    { persons: 600, months: 150, seed: 5, lastMonth: monthOf(2026, 4) },
  ])('has money at risk wherever somebody retires too early: %o', (options) => {
    const early = simulate(options)
      .labels()
      .filter((label) => label.rule_code === 'RET-01' && label.is_fraud === 'true')
    expect(early.length).toBeGreaterThan(0)
    expect(early.filter((label) => fenOfYuan(label.amount)! <= 0n)).toEqual([])
  })

  it('gives every label a subject of the delivery, and no subject two labels of a rule', () => {
    const simulation = simulate({ persons: 6000, months: 36, seed: 10 })
    const rows = rowsOf(simulation)
    const known = (table: string, column: string): Set<string> =>
      new Set(rows(table).map((row) => row[column]!))
    const keys: Record<string, Set<string>> = {
      person: known('person', 'person_id'),
      account: known('payment', 'account_number'),
      batch: known('payment_batch', 'batch_id'),
      order: known('business_order', 'order_id'),
      staff: known('staff', 'staff_id'),
      card: known('social_card', 'card_number'),
      employer: known('employer', 'employer_id'),
      user_account: known('user_account', 'account_id'),
      fund_account: known('fund_account', 'fund_account_id'),
      reconciliation: known('reconciliation', 'reconciliation_id'),
      bank_transaction: new Set(
        rows('bank_transaction').map((row) => `${row.fund_account_id}#${row.sequence}`),
      ),
    }
    const labels = simulation.labels()
    expect(labels.filter((label) => !keys[label.subject_kind]!.has(label.subject_id))).toEqual([])
    const subjects = labels.map((label) => `${label.rule_code}|${label.subject_id}`)
    expect(new Set(subjects).size).toBe(subjects.length)
  })

  it('tells of every performance of a script when the fraud began, and of nothing else', () => {
    const labels = simulate({ persons: 20_000, months: 36, seed: 4 }).labels()
    const wrong = labels.filter((label) => {
      const isTold = /^2\d{3}-\d\d$/.test(label.began) && label.case_id.startsWith(`${label.scenario}#`)
      return isScript(label.scenario) ? !isTold : label.began !== '' || label.case_id !== ''
    })
    expect(wrong).toEqual([])
    expect([...new Set(labels.map((label) => label.scenario).filter(isScript))].sort()).toEqual(
      '01 02 04 05 06 08 09 10 11 12 15 16 19 20 21 22 23 24'.split(' ').map((number) => `S-${number}`),
    )
  })

  it('plays every scenario in a county of 20,000', () => {
    const played = new Set(
      simulate({ persons: 20_000, months: 36, seed: 2 })
        .labels()
        .map((label) => label.scenario),
    )
    expect(scenarios.filter((scenario) => !played.has(scenario.name))).toEqual([])
  })
})

describe('the bytes', () => {
  it('are the same for the same options and others for another seed', () => {
    const options = { persons: 500, months: 14, seed: 7 }
    expect(digestOf(simulate(options))).toBe(digestOf(simulate(options)))
    expect(digestOf(simulate({ ...options, seed: 8 }))).not.toBe(digestOf(simulate(options)))
    expect(digestOf(simulate({ ...options, seed: 7 + 2 ** 32 }))).not.toBe(digestOf(simulate(options)))
  })

  it('grow with persons and months', () => {
    const count = (persons: number, months: number): number =>
      rowsOf(simulate({ persons, months, seed: 3 }))('payment').length
    const base = count(2000, 12)
    expect(base).toBeGreaterThan(2000 * 12 * 0.25)
    expect(count(8000, 12) / base).toBeCloseTo(4, 0)
    expect(count(2000, 36) / base).toBeCloseTo(3, 0)
  })

  it('refuse a county that cannot be', () => {
    for (const wrong of [
      { persons: 0 },
      { persons: 18_000_000 },
      { months: 0 },
      { seed: -1 },
      { seed: 0.5 },
    ]) {
      expect(() => simulate({ persons: 10, months: 10, seed: 1, ...wrong })).toThrow(Refusal)
    }
  })
})

describe('the rows', () => {
  const simulation = simulate({ persons: 4000, months: 36, seed: 11 })
  const rows = rowsOf(simulation)

  it('fit the standard: required cells, codes, dates, months and money, unique keys', () => {
    const wrong: string[] = []
    for (const { table: name } of simulation.tables) {
      const table = getTable(name)
      const keys = new Set<string>()
      for (const row of rows(name)) {
        keys.add(table.key.map((column) => row[column]).join('#'))
        for (const column of table.columns) {
          const cell = row[column.name]!
          const isRight =
            cell === '' ? !('required' in column && column.required === true) : fits(cell, column)
          if (!isRight) wrong.push(`${name}.${column.name}: ${cell}`)
        }
      }
      if (keys.size !== rows(name).length) wrong.push(`${name}: repeated keys`)
    }
    expect(wrong.slice(0, 20)).toEqual([])
  })

  it('name people as a county does: some with compound surnames, some with a dot, few alike', () => {
    const names = rows('person').map((row) => row.name!)
    expect(names.filter((name) => name.includes('·')).length).toBeGreaterThan(20)
    expect(names.filter((name) => /^(欧阳|上官|司马|诸葛)/.test(name)).length).toBeGreaterThan(3)
    expect(names.filter((name) => name.startsWith('王')).length).toBeGreaterThan(200)
    expect(new Set(names).size).toBeGreaterThan(3000)
  })

  it('give everybody an id number of their own that is right for birth date and sex', () => {
    const ids = new Set<string>()
    for (const row of rows('person')) {
      const id = row.id_number!
      ids.add(id)
      expect(hasRightCheckCharacter(id)).toBe(true)
      expect(id.slice(0, 14)).toBe(`990101${row.birth_date!.replaceAll('-', '')}`)
      expect(Number(id[16]) % 2 === 1 ? '1' : '2').toBe(row.sex)
    }
    expect(ids.size).toBe(4000)
  })
})

describe('the references', () => {
  const rows = rowsOf(simulate({ persons: 4000, months: 36, seed: 11 }))

  it('lead somewhere wherever they refer to another table, but for a batch that a fraud made up', () => {
    const known = (table: string, column: string): Set<string> =>
      new Set(rows(table).map((row) => row[column]!))
    const references = [
      ['payment', 'batch_id', 'payment_batch', 'batch_id'],
      ['payment', 'person_id', 'person', 'person_id'],
      ['payment', 'entitlement_id', 'entitlement', 'entitlement_id'],
      ['payment', 'resend_of', 'payment', 'payment_id'],
      ['payment_return', 'payment_id', 'payment', 'payment_id'],
      ['entitlement_change', 'entitlement_id', 'entitlement', 'entitlement_id'],
      ['entitlement_change', 'order_id', 'business_order', 'order_id'],
      ['entitlement_change', 'operator_id', 'staff', 'staff_id'],
      ['payee_account_change', 'order_id', 'business_order', 'order_id'],
      ['business_step', 'order_id', 'business_order', 'order_id'],
      ['business_step', 'staff_id', 'staff', 'staff_id'],
      ['operation', 'account_id', 'user_account', 'account_id'],
      ['operation', 'person_id', 'person', 'person_id'],
      ['enrolment', 'employer_id', 'employer', 'employer_id'],
      ['certification', 'operator_id', 'staff', 'staff_id'],
      ['death', 'id_number', 'person', 'id_number'],
      ['imprisonment', 'id_number', 'person', 'id_number'],
      ['bank_transaction', 'batch_id', 'payment_batch', 'batch_id'],
      ['contribution', 'employer_id', 'employer', 'employer_id'],
      ['contribution_declaration', 'employer_id', 'employer', 'employer_id'],
      ['taxed_wage', 'credit_code', 'employer', 'credit_code'],
      ['account_adjustment', 'person_id', 'person', 'person_id'],
      ['account_adjustment', 'operator_id', 'staff', 'staff_id'],
      ['person_change', 'person_id', 'person', 'person_id'],
      ['staff_relative', 'staff_id', 'staff', 'staff_id'],
      ['staff_relative', 'id_number', 'person', 'id_number'],
      ['user_account', 'staff_id', 'staff', 'staff_id'],
      ['role_grant', 'account_id', 'user_account', 'account_id'],
      ['post_assignment', 'staff_id', 'staff', 'staff_id'],
      ['reconciliation', 'fund_account_id', 'fund_account', 'fund_account_id'],
      ['reconciliation', 'reviewed_by', 'staff', 'staff_id'],
    ] as const
    // Somebody else bore the number that the police took from a person of the county.
    const formerNumbers = rows('person_change').flatMap((row) =>
      row.field === 'id_number' ? [row.old_value!] : [],
    )
    expect(formerNumbers.filter((each) => !hasRightCheckCharacter(each))).toEqual([])
    for (const [table, column, target, key] of references) {
      const targets = known(target, key)
      if (table === 'bank_transaction') targets.add('ZF170000000X')
      if (column === 'id_number') for (const each of formerNumbers) targets.add(each)
      const lost = rows(table).filter((row) => row[column] !== '' && !targets.has(row[column]!))
      expect(lost.slice(0, 3), `${table}.${column}`).toEqual([])
    }
  })
})

describe('the money', () => {
  const simulation = simulate({ persons: 4000, months: 36, seed: 12 })
  const rows = rowsOf(simulation)

  it('have batches that say what their lines add up to, but for the labelled ones', () => {
    const lines = groupBy(
      rows('payment').filter((row) => row.status !== 'CANCELLED'),
      (row) => row.batch_id!,
    )
    const tampered = new Set(
      simulation.labels().flatMap((label) => (label.rule_code === 'AMT-14' ? [label.subject_id] : [])),
    )
    const honest = rows('payment_batch').filter((row) => !tampered.has(row.batch_id!))
    expect(honest.length).toBeGreaterThan(100)
    for (const batch of honest) {
      const own = lines.get(batch.batch_id!)!
      expect(String(own.length)).toBe(batch.line_count)
      const total = own.reduce((sum, row) => sum + fenOfYuan(row.amount!)!, 0n)
      expect(total).toBe(fenOfYuan(batch.total_amount!))
    }
  })

  it('have fund accounts whose balance runs without a gap and never below zero, but for the labelled ones', () => {
    const broken = new Set(
      simulation
        .labels()
        .flatMap((label) =>
          label.rule_code === 'FIN-24' && label.is_fraud === 'true' ? [label.subject_id] : [],
        ),
    )
    const accounts = groupBy(rows('bank_transaction'), (row) => row.fund_account_id!)
    expect(accounts.size - broken.size).toBeGreaterThan(5)
    for (const [id, movements] of accounts) {
      if (broken.has(id)) continue
      const first = Number(movements[0]!.sequence)
      let balance: bigint | null = null
      for (const [place, row] of movements.entries()) {
        expect(row.sequence).toBe(String(first + place))
        const amount = fenOfYuan(row.amount!)! * (row.direction === 'IN' ? 1n : -1n)
        const after = fenOfYuan(row.balance_after!)!
        if (balance !== null) expect(balance + amount).toBe(after)
        expect(after >= 0n).toBe(true)
        balance = after
      }
    }
  })

  it('have declarations that are what the contributions of the employer add up to', () => {
    const contributions = groupBy(
      rows('contribution').filter((row) => row.employer_id !== ''),
      (row) => [row.employer_id, row.scheme, row.period].join('|'),
    )
    // A building project pays for injuries by what it costs, not by who works there.
    const declared = rows('contribution_declaration').filter((row) => row.scheme !== '410')
    expect(declared.length).toBe(contributions.size)
    for (const row of declared) {
      const own = contributions.get([row.employer_id, row.scheme, row.period].join('|'))!
      const payable = own.reduce(
        (sum, each) => sum + fenOfYuan(each.employer_amount!)! + fenOfYuan(each.person_amount!)!,
        0n,
      )
      expect([row.headcount, fenOfYuan(row.payable!)]).toEqual([String(own.length), payable])
      expect(fenOfYuan(row.paid!)! <= payable).toBe(true)
    }
  })

  it('of S-01 are the 23,683,100 yuan of the text', () => {
    const taken = simulation
      .labels()
      .filter((label) => label.scenario === 'S-01' && label.rule_code === 'FIN-03')
      .map((label) => fenOfYuan(label.amount)!)
    expect(taken.reduce((sum, fen) => sum + fen, 0n)).toBe(2_368_310_000n)
    expect(taken.every((fen) => fen >= 2_000_000n && fen <= 80_000_000n)).toBe(true)
  })
})

function fits(
  cell: string,
  column: { readonly type: string; readonly codes?: Readonly<Record<string, string>> },
): boolean {
  switch (column.type) {
    case 'code':
      return column.codes !== undefined && cell in column.codes
    case 'date':
      return parseDay(cell) !== null
    case 'month':
      return parseMonth(cell) !== null
    case 'timestamp':
      return (
        /^\d{4}-\d\d-\d\d ([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(cell) && parseDay(cell.slice(0, 10)) !== null
      )
    case 'money':
      return fenOfYuan(cell) !== null
    case 'rate':
      return /^\d+(\.\d{1,6})?$/.test(cell)
    case 'int':
      return /^\d+$/.test(cell)
    case 'bool':
      return cell === '0' || cell === '1'
    case 'id':
      return /^[A-Z\d-]+$/.test(cell)
    default:
      return true
  }
}

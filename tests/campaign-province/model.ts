import { createHash } from 'node:crypto'
import type { Organisation } from '#access/organisation/organisation.ts'
import { questions } from '#campaigns/forms/questions.ts'
import type { CampaignLine } from '#campaigns/totals/campaign-line.ts'
import { holdersOf, type SeededFinding } from './province.ts'

/** What every unit says and what is known of it, worked out without the program: the figures are compared with these. */

export interface Unit {
  readonly agencyId: string
  readonly region: string
  readonly path: readonly string[]
  readonly level: string
  readonly maker: string
  readonly leader: string
}

export function unitsOf(organisation: Organisation): readonly Unit[] {
  const regions = new Map(organisation.regions.map((region) => [region.code, region]))
  const pathOf = (code: string): readonly string[] => {
    const parent = regions.get(code)!.parent
    return parent === null ? [code] : [...pathOf(parent), code]
  }
  return organisation.agencies
    .filter(({ kind }) => kind === 'HANDLING' || kind === 'TOWN')
    .map(({ id, region }) => ({
      agencyId: id,
      region,
      path: pathOf(region),
      level: regions.get(region)!.level,
      maker: holdersOf(organisation, id, 'ENTRY')[0]!,
      leader: holdersOf(organisation, id, 'UNIT_HEAD')[0]!,
    }))
    .sort((a, b) => (a.agencyId < b.agencyId ? -1 : 1))
}

export const period = { from: '2019-01', to: '2026-10' } as const

/** Of each county's centre some, of every third township one, and some that do not count: of other months and rules. */
export function findingsOf(units: readonly Unit[]): readonly SeededFinding[] {
  const made: SeededFinding[] = []
  const add = (unit: Unit, rule: string, fen: number, month: string): void => {
    const id = createHash('sha256').update(`${unit.agencyId}${rule}${fen}${month}`).digest('hex').slice(0, 16)
    // A handling agency owns what lies in the townships below it, too.
    const agencyId = unit.level === 'TOWN' ? `A${unit.path.at(-2)}` : unit.agencyId
    made.push({ id, rule, region: unit.region, agencyId, fen, month })
  }
  units.forEach((unit, index) => {
    if (unit.level === 'COUNTY') {
      add(unit, 'AMT-01', 10_000 + index, '2024-05')
      add(unit, 'AMT-01', 20_000 + index, '2025-01')
      add(unit, 'DTH-04', 33_300 + index, '2019-01')
      add(unit, 'AMT-02', 77_700, '2018-12')
    }
    if (unit.level === 'TOWN' && index % 3 === 0) add(unit, 'DTH-04', 5_000 + index, '2026-10')
  })
  return made
}

export interface Said {
  readonly question: string
  readonly answer: 'YES' | 'NO' | 'PARTIAL'
  readonly count: number
  readonly amount_yuan: string
  readonly evidence: string | null
  readonly rectify_by: string | null
  readonly explanation: string | null
}

/** Without dice, and different for every unit. */
export function saidBy(unit: number, rectifyBy: string): readonly Said[] {
  return questions.map(({ number }, index) => {
    const turn = (unit * 7 + index) % 11
    if (turn > 1) {
      const nothing = { count: 0, amount_yuan: '0.00', evidence: null, rectify_by: null, explanation: null }
      return { question: number, answer: 'NO', ...nothing }
    }
    return {
      ...{ question: number, answer: turn === 0 ? 'YES' : 'PARTIAL', count: turn + 1 },
      ...{ amount_yuan: `${index + 1}.50`, evidence: `第 ${number} 题依据`, rectify_by: rectifyBy },
      explanation: null,
    }
  })
}

/** Findings of the unit in the period that stand against a question. */
export function detectedFor(
  unit: Unit,
  question: string,
  findings: readonly SeededFinding[],
): { readonly count: number; readonly fen: number } {
  const rules = questions.find(({ number }) => number === question)!.rules
  const own = findings.filter(
    ({ rule, region, agencyId, month }) =>
      rules.includes(rule) &&
      month >= period.from &&
      month <= period.to &&
      (unit.level === 'TOWN' ? region === unit.region : agencyId === unit.agencyId),
  )
  return { count: own.length, fen: own.reduce((sum, { fen }) => sum + fen, 0) }
}

interface Known {
  readonly units: readonly Unit[]
  readonly findings: readonly SeededFinding[]
  readonly said: ReadonlyMap<string, readonly Said[]>
}

/** The figures of a region with everything below it. */
export function expectedLine(region: string, { units, findings, said }: Known): Partial<CampaignLine> {
  const within = units.filter(({ path }) => path.includes(region))
  const all = within.flatMap((unit) =>
    said
      .get(unit.agencyId)!
      .map((answer) => ({ answer, found: detectedFor(unit, answer.question, findings) })),
  )
  const denied = all.filter(({ answer, found }) => answer.answer === 'NO' && found.count > 0)
  const count = (code: string): number => all.filter(({ answer }) => answer.answer === code).length
  return {
    units: within.length,
    answered: within.length * 50,
    ...{ yes: count('YES'), no: count('NO'), partial: count('PARTIAL') },
    contradictions: denied.length,
    explained: denied.filter(({ answer }) => answer.explanation !== null).length,
    claimed_fen: all.reduce((sum, { answer }) => sum + BigInt(answer.amount_yuan.replace('.', '')), 0n),
    detected_count: all.reduce((sum, { found }) => sum + found.count, 0),
    detected_fen: BigInt(all.reduce((sum, { found }) => sum + found.fen, 0)),
  }
}

/** What a unit says to findings it had denied. */
export function correctionOf(said: Said, how: { readonly explains: boolean; readonly by: string }): Said {
  if (how.explains) return { ...said, explanation: '疑点已于往年核实处理' }
  return { ...said, answer: 'YES', count: 1, amount_yuan: '10.00', evidence: '更正', rectify_by: how.by }
}

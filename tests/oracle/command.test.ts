import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { filesOf, oracleView } from './comparison/observed.ts'
import { dayText } from './dates.ts'
import { yuan } from './deliveries/payments.ts'
import { randomDelivery } from './deliveries/random-delivery.ts'
import { settingsOf } from './deliveries/random-parameters.ts'
import { parseCsv } from './loading/csv.ts'
import type { Finding } from './rules/rule.ts'

/** The command as a supervisor runs it: what it writes is what the oracle says, to the letter where that is settled. */
const program = path.resolve(import.meta.dirname, '../../bin/fangxian')
const isDeep = process.env.FANGXIAN_DEPTH === 'deep'
const firstSeed = Number(process.env.FANGXIAN_SEED ?? (isDeep ? Date.now() % 1_000_000_000 : 1))
const seeds = Array.from({ length: isDeep ? 30 : 3 }, (_, at) => firstSeed + at)

const columns =
  'finding_id,rule_code,rule_title,level,subject_kind,subject_id,person_name_masked,period_from,period_to,amount,evidence_count,explanation,evidence,region'

function figures({ ruleCode, level, subjectKind, subjectId, amountFen }: Finding): string {
  const amount = yuan(Number(amountFen))
  return [ruleCode, level, subjectKind, guarded(subjectId), amount].join(' ')
}

/** "a text cell that begins with `=`, `+`, `-`, `@`, tab or CR gets a leading `'`" */
function guarded(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
}

function readOutput(file: string): string[][] {
  const bytes = readFileSync(file)
  const text = bytes.toString('utf8')
  // "CSV files are UTF-8 with BOM, CRLF, quoted where needed"; "output files have mode 0600"
  expect(text.startsWith('\ufeff'), file).toBe(true)
  expect(text.endsWith('\r\n'), file).toBe(true)
  expect(statSync(file).mode & 0o777, file).toBe(0o600)
  return parseCsv(text.slice(1), ',').records.map((each) => [...each.cells])
}

describe('fangxian screen', () => {
  it.each(seeds)(
    'writes the findings of the oracle (seed %i), and the same bytes again',
    (seed) => {
      const { files: drafts, asOf, parameters } = randomDelivery(seed)
      const files = filesOf(drafts)
      const expected = oracleView({ files, asOf, parameters })
      if (expected?.asOf === null || expected === null) return
      const folder = mkdtempSync(path.join(tmpdir(), 'oracle-command-'))
      try {
        const source = path.join(folder, 'delivery')
        mkdirSync(source)
        for (const { name, bytes } of files) writeFileSync(path.join(source, name), bytes)
        const settings = [...settingsOf(parameters)].flatMap(([name, value]) => ['--set', `${name}=${value}`])
        const day = asOf === null ? [] : ['--as-of', dayText(asOf)]
        const outputs = ['one', 'two'].map((name) => path.join(folder, name))
        for (const out of outputs) {
          const run = spawnSync(program, ['screen', source, '--out', out, ...day, ...settings], {
            encoding: 'utf8',
          })
          expect(run.status, run.stderr).toBe(0)
        }
        const [header, ...rows] = readOutput(path.join(outputs[0]!, 'findings.csv'))
        expect(header?.join()).toBe(columns)
        const written = rows.map((each) => [each[1], each[3], each[4], each[5], each[9]].join(' '))
        expect(written).toEqual(expected.findings.map(figures))
        const rejected = readOutput(path.join(outputs[0]!, 'rejects.csv')).slice(1)
        expect(rejected.map((each) => each.slice(0, 3).join()).sort()).toEqual(
          expected.rejects.map((each) => [guarded(each.file), each.line, each.column].join()).sort(),
        )
        const [first, second] = outputs.map((each) => readFileSync(path.join(each, 'findings.csv')))
        expect(first?.equals(second!)).toBe(true)
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    },
    300_000,
  )
})

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect } from 'vitest'
import { type Ended, type ProgramOptions, runProgram } from '../cli/program.ts'

/** A folder with a simulated county, in which the commands are called as its officer does. */
export interface CountyFolder {
  readonly folder: string
  readonly fangxian: (args: readonly string[], options?: ProgramOptions) => Promise<Ended>
  /** Of a command that must succeed: what it printed. */
  readonly done: (args: readonly string[]) => Promise<string>
  /** Byte for byte. */
  readonly expectSameOutputs: (run: string, expected: string) => void
  readonly remove: () => void
}

export function openCountyFolder(): CountyFolder {
  const folder = mkdtempSync(path.join(tmpdir(), 'fangxian-cluster-county-'))
  const fangxian: CountyFolder['fangxian'] = (args, options = {}) =>
    // Another clock than the nodes have: what is a time of day in a delivery must not move.
    runProgram(args, { cwd: folder, variables: { TZ: 'America/New_York' }, ...options })
  return {
    folder,
    fangxian,
    done: async (args) => {
      const { status, told, printed } = await fangxian(args)
      expect({ args, status, told: status === 0 ? '' : told + printed }).toEqual({
        args,
        status: 0,
        told: '',
      })
      return printed
    },
    expectSameOutputs: (run, expected) => {
      for (const name of ['findings.csv', 'findings.jsonl', 'subjects.csv']) {
        const read = (place: string): Buffer => readFileSync(path.join(folder, place, name))
        expect({ run, name, isEqual: read(run).equals(read(expected)) }).toEqual({ run, name, isEqual: true })
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** The whole delivery without its last month of payments; and that month, with one line of the month before changed. */
export function splitDelivery({ folder }: CountyFolder): { lines: number } {
  cpSync(path.join(folder, 'county/delivery'), path.join(folder, 'earlier'), { recursive: true })
  const [header, ...lines] = readFileSync(path.join(folder, 'county/delivery/payment.csv'), 'utf8')
    .trimEnd()
    .split(/\r?\n/)
  const at = header!.replace('\uFEFF', '').split(',')
  const cell = (line: string, name: string): string => line.split(',')[at.indexOf(name)]!
  const months = [...new Set(lines.map((line) => cell(line, 'pay_month')))].toSorted()
  const [changedMonth, lastMonth] = months.slice(-2) as [string, string]
  const isLast = (line: string): boolean => cell(line, 'pay_month') === lastMonth
  const changed = lines.find(
    (line) => cell(line, 'pay_month') === changedMonth && cell(line, 'kind') === 'REGULAR',
  )!
  const raised = changed.replace(`,${cell(changed, 'amount')},`, ',98765.43,')
  const write = (place: string, content: readonly string[]): void =>
    writeFileSync(path.join(folder, place), `${[header, ...content].join('\n')}\n`)
  write(
    'earlier/payment.csv',
    lines.filter((line) => !isLast(line)),
  )
  mkdirSync(path.join(folder, 'added'))
  write('added/payment.csv', [...lines.filter(isLast), raised])
  return { lines: lines.length }
}

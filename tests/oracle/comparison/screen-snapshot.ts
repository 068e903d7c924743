/** Screens a snapshot with the program's own runner and rules, and gives its findings in the oracle's terms. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { readLaw } from '#platform/policy.ts'
import { rules } from '#rules/catalogue.ts'
import { runScreening } from '#screening/run-screening.ts'
import type { Manifest } from '#standard/manifest.ts'
import type { Finding } from '../rules/rule.ts'

let law: ReturnType<typeof readLaw> | null = null

export interface Screened {
  readonly findings: readonly Finding[]
  readonly statuses: ReadonlyMap<string, string>
  /** Everything the run says of its findings, word for word. */
  readonly text: string
  /** `rule kind subject: finding_id masked name region` */
  readonly labels: readonly string[]
}

export interface SnapshotToScreen {
  readonly directory: string
  readonly manifest: Manifest
  readonly asOf: number | null
  readonly settings?: ReadonlyMap<string, string>
}

export async function screenSnapshot(snapshot: SnapshotToScreen): Promise<Screened> {
  const workDirectory = mkdtempSync(path.join(tmpdir(), 'oracle-run-'))
  law ??= readLaw()
  const run = await runScreening({
    snapshotDirectory: snapshot.directory,
    manifest: snapshot.manifest,
    rules,
    settings: snapshot.settings ?? new Map(),
    asOfDay: snapshot.asOf ?? undefined,
    law: await law,
    workDirectory,
    programVersion: 'test',
    isUnmasked: false,
    threads: 1,
    now: () => new Date(0),
  })
  try {
    const findings: Finding[] = []
    const labels: string[] = []
    let text = ''
    for await (const part of run.findings.read()) {
      const { finding, isFirst, rows } = part
      text += `${JSON.stringify(part, (_, value) => (typeof value === 'bigint' ? String(value) : value))}\n`
      const evidence = rows.filter((each) => !each.isContext).map((each) => `${each.table} ${each.key}`)
      if (!isFirst) {
        findings.push({ ...findings.pop()!, evidence: [...findings.at(-1)!.evidence, ...evidence].sort() })
        continue
      }
      const { ruleCode, subjectKind, subjectId, level, amountFen, periodFrom, periodTo } = finding
      labels.push(
        `${ruleCode} ${subjectKind} ${subjectId}: ${finding.findingId} ${finding.personName} ${finding.region}`,
      )
      const common = { ruleCode, subjectKind, subjectId, level, amountFen, periodFrom, periodTo }
      findings.push({ ...common, evidence: evidence.sort(), unsettled: [] })
    }
    const failed = run.summary.rules.filter((each) => each.status === 'FAILED')
    if (failed.length > 0)
      throw new Error(failed.map((each) => `${each.code}: ${each.reason?.en}`).join('\n'))
    return {
      findings,
      statuses: new Map(run.summary.rules.map((each) => [each.code, each.status])),
      text,
      labels,
    }
  } finally {
    run.close()
    rmSync(workDirectory, { recursive: true, force: true })
  }
}

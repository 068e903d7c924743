import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { formatYuanGrouped } from '#base/money.ts'
import { digestEvidence, type Review } from '../reviewed.ts'
import { embeddedJson, reportFolder, withoutScripts } from '../test-report.ts'
import { deathRow, exampleFinding, exampleSummary, manyFindings, paymentRow } from '../test-run.ts'

const folder = reportFolder()
afterAll(() => folder.remove())

describe('report.html', () => {
  test('shows totals, failures and reasons without any script', async () => {
    const sketches = manyFindings(60)
    const html = withoutScripts((await folder.write(sketches)).text('report.html'))
    const { amountFen } = exampleSummary(sketches.map(({ finding }) => finding))
    for (const text of [
      formatYuanGrouped(amountFen),
      '1 条规则未能评估',
      '缺少数据表“服刑人员”',
      '1 条规则运行失败',
      '719,988',
    ]) {
      expect(html).toContain(text)
    }
  })

  test('needs nothing from outside and runs only its own scripts', async () => {
    const html = (await folder.write(manyFindings(2))).text('report.html')
    const scripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, script]) => script!)
    const digests = scripts.map(
      (script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
    )
    expect(digests).toHaveLength(2)
    expect(html).toContain(`default-src 'none'; script-src ${digests.join(' ')};`)
    expect(withoutScripts(html)).not.toMatch(/\b(src|href)="(?!#)/)
    expect(html.split('<style>')[1]!.split('</style>')[0]).not.toMatch(/url\(|@import/)
  })

  test('lists the 5,000 largest, says how many are left out, and counts all', async () => {
    const sketches = manyFindings(5_003)
    const html = (await folder.write(sketches)).text('report.html')
    const listed = embeddedJson(html, 'findings-data') as unknown[][]
    expect(listed).toHaveLength(5_000)
    const amounts = sketches.map(({ finding }) => finding.amountFen).toSorted((a, b) => Number(b - a))
    expect(listed.map((finding) => BigInt(String(finding[9]).replace('.', '')))).toEqual(
      amounts.slice(0, 5_000),
    )
    expect(withoutScripts(html)).toContain('另有 3 条未列出')
    expect(withoutScripts(html)).toMatch(/疑点（条）<[^∎]*?<dd class="figure-value">5,003</)
  })
})

describe('the list of report.html', () => {
  test('a run without findings says so and has no list', async () => {
    const { text } = await folder.write([])
    expect(text('findings.csv').split('\r\n')).toHaveLength(2)
    expect(text('findings.jsonl')).toBe('')
    expect(withoutScripts(text('report.html'))).toContain('没有发现疑点')
    expect(text('report.html')).not.toContain('id="finding-rows"')
  })

  test('names are masked unless asked for in clear', async () => {
    const sketches = [{ finding: exampleFinding(), rows: [paymentRow('L1'), deathRow] }]
    const masked = await folder.write(sketches)
    const clear = await folder.write(sketches, { isUnmasked: true })
    for (const file of ['findings.csv', 'report.html']) {
      expect(masked.text(file)).not.toContain('张三')
      expect(clear.text(file)).toContain('张三丰')
    }
  })

  test('a finding that a review cleared is marked, and one with other evidence since is not', async () => {
    const sketches = manyFindings(2)
    const reviews = sketches.map(({ finding, rows }, index): [string, Review] => {
      const digest = digestEvidence(finding.ruleCode)
      digest.add(rows)
      const evidenceDigest = index === 0 ? digest.value() : 'other'
      const { findingId } = finding
      return [
        findingId,
        {
          findingId,
          conclusion: '不属实',
          reviewer: '李',
          reviewedOn: '',
          recoveredFen: null,
          evidenceDigest,
        },
      ]
    })
    // Parts of one row: the digest is that of all of them.
    const html = (await folder.write(sketches, { reviewed: new Map(reviews) }, 1)).text('report.html')
    const listed = embeddedJson(html, 'findings-data') as unknown[][]
    const states = listed.map((finding) => [finding[0], (finding[13] as { isCleared: boolean }).isCleared])
    expect(new Map(states as [string, boolean][])).toEqual(
      new Map([
        [sketches[0]!.finding.findingId, true],
        [sketches[1]!.finding.findingId, false],
      ]),
    )
    expect(withoutScripts(html)).toContain('其中 1 条')
  })
})

const naughtyFile = new URL('../../../../shared/reference-data/text/blns.json', import.meta.url)

describe.skipIf(!existsSync(naughtyFile))('naughty strings (skipped where ../shared is absent)', () => {
  test('come through unchanged and never become markup', async () => {
    const strings: string[] = JSON.parse(readFileSync(naughtyFile, 'utf8'))
    const own = `</script><script>alert(1)</script><img src=x onerror=alert(1)>`
    const sketches = [...strings, own].map((text, index) => ({
      finding: exampleFinding({
        subjectId: `${text}#${index}`,
        personName: text,
        explanation: text,
        region: text,
      }),
      rows: [paymentRow(text, { values: { holder_name: text, account_number: text } })],
    }))
    const { text } = await folder.write(sketches, { isUnmasked: true })
    const lines = text('findings.jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ explanation }) => explanation)).toEqual([...strings, own])
    expect(lines.map(({ evidence }) => evidence[0].account_number)).toEqual([...strings, own])
    const html = text('report.html')
    const listed = embeddedJson(html, 'findings-data') as unknown[][]
    expect(listed.map((finding) => finding[11])).toEqual([...strings, own])
    expect(html.match(/<script/g)).toHaveLength(4)
    expect(withoutScripts(html)).not.toMatch(/<(img|iframe|svg|body onload|a href="javascript)/)
  })
})

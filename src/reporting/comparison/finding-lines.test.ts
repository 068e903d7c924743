import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { findingJsonTexts } from '../findings-files.ts'
import { exampleFinding, exampleReader, paymentRow, type Sketch } from '../test-run.ts'
import { type FindingLine, readFindingLines } from './finding-lines.ts'

const root = mkdtempSync(path.join(tmpdir(), 'fangxian-lines-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

async function jsonl(sketches: readonly Sketch[]): Promise<string> {
  const textOf = findingJsonTexts()
  let text = ''
  for await (const part of exampleReader(sketches).read()) text += textOf(part)
  return text
}

async function read(text: string): Promise<FindingLine[]> {
  const file = path.join(root, 'findings.jsonl')
  writeFileSync(file, text)
  const lines: FindingLine[] = []
  for await (const line of readFindingLines(file)) lines.push(line)
  return lines
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

function evidenceOf(line: string): string {
  return line.slice(line.indexOf(',"evidence":[') + 13, line.lastIndexOf('],"region":'))
}

test('gives what JSON gives, and the digest of the evidence alone', async () => {
  const nasty = ',"evidence":[ "quoted" ],"region":"x"\n\u2028'
  const text = await jsonl([
    { finding: exampleFinding({ explanation: nasty, region: nasty }), rows: [paymentRow(nasty)] },
    { finding: exampleFinding({ subjectId: 'P2', amountFen: -5n }), rows: [] },
  ])
  const lines = text.trimEnd().split('\n')
  expect(lines).toHaveLength(2)
  const expected = lines.map((line) => {
    const { evidence, ...rest } = JSON.parse(line)
    expect(Array.isArray(evidence)).toBe(true)
    return { ...rest, evidence_sha256: sha256(evidenceOf(line)) }
  })
  expect(await read(text)).toEqual(expected)
})

test('a line longer than any buffer has the digest of all its evidence', async () => {
  const rows = Array.from({ length: 30_000 }, (_, index) => paymentRow(`L${index}`))
  const text = await jsonl([
    { finding: exampleFinding(), rows },
    { finding: exampleFinding({ subjectId: 'P2' }), rows: [paymentRow('L1')] },
  ])
  const lines = text.trimEnd().split('\n')
  expect(lines[0]!.length).toBeGreaterThan(3 << 20)
  expect((await read(text)).map((line) => line.evidence_sha256)).toEqual(
    lines.map((line) => sha256(evidenceOf(line))),
  )
})

test('a digest changes with the evidence and not with the region', async () => {
  const digest = async (region: string, key: string): Promise<string> => {
    const [line] = await read(await jsonl([{ finding: exampleFinding({ region }), rows: [paymentRow(key)] }]))
    return line!.evidence_sha256
  }
  expect(await digest('a', 'L1')).toBe(await digest('b', 'L1'))
  expect(await digest('a', 'L1')).not.toBe(await digest('a', 'L2'))
})

test('a file that was cut off or changed is refused, naming the line', async () => {
  const text = await jsonl([
    { finding: exampleFinding(), rows: [paymentRow('L1')] },
    { finding: exampleFinding({ subjectId: 'P2' }), rows: [paymentRow('L2')] },
  ])
  const first = text.indexOf('\n') + 1
  for (const length of [text.length - 1, text.length - 30, first + 5]) {
    await expect(read(text.slice(0, length)), String(length)).rejects.toThrow(/^Line 2 of .* is no finding/)
  }
  await expect(read('{"a":1}\n')).rejects.toThrow(/^Line 1 of/)
  await expect(read(text.replace('"level":1', '"level":"x"'))).rejects.toThrow(/^Line 1 of/)
  expect(await read('')).toEqual([])
})

import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { z } from 'zod'
import { Refusal } from '#base/refusal.ts'

const Head = z.object({
  finding_id: z.string(),
  rule_code: z.string(),
  rule_title: z.string(),
  level: z.number(),
  subject_kind: z.string(),
  subject_id: z.string(),
  person_name_masked: z.string(),
  period_from: z.string(),
  period_to: z.string(),
  amount: z.string(),
  evidence_count: z.number(),
  explanation: z.string(),
})
const Tail = z.object({ region: z.string() })

/** A line of findings.jsonl, with a digest in the place of its evidence. */
export type FindingLine = z.infer<typeof Head> & z.infer<typeof Tail> & { readonly evidence_sha256: string }

/**
 * Both are unmistakable: inside a JSON string their quotes would be escaped. What stands between them may be as long
 * as it likes, for it is only hashed.
 */
const evidenceStarts = Buffer.from(',"evidence":[')
const evidenceEnds = Buffer.from('],"region":')
const headLengthMax = 1 << 24
/** Enough for the end of a line: a region's name. */
const tailLength = 1 << 16
const newline = 10

function unreadable(file: string, line: number): Refusal {
  return new Refusal('unreadable_input', {
    zh: `${file} 第 ${line} 行不是疑点，文件可能不完整或被改动；请重新筛查。`,
    en: `Line ${line} of ${file} is no finding: the file is incomplete or was changed; screen again.`,
  })
}

function parseAs<Value>(schema: z.ZodType<Value>, text: string): Value | undefined {
  try {
    const parsed = schema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

/** Reads findings.jsonl without ever holding the evidence of a finding. */
export async function* readFindingLines(file: string): AsyncGenerator<FindingLine> {
  let number = 1
  /** Of the head while `head` is undefined, else the last bytes of the line so far. */
  let pending: Buffer = Buffer.alloc(0)
  let head: z.infer<typeof Head> | undefined
  let hash: Hash = createHash('sha256')

  function finish(): FindingLine {
    const end = pending.lastIndexOf(evidenceEnds)
    const tail = end < 0 ? undefined : parseAs(Tail, `{${pending.toString('utf8', end + 2)}`)
    if (head === undefined || tail === undefined) throw unreadable(file, number)
    hash.update(pending.subarray(0, end))
    const line = { ...head, ...tail, evidence_sha256: hash.digest('hex') }
    number += 1
    head = undefined
    hash = createHash('sha256')
    return line
  }

  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    let rest = pending.length === 0 ? chunk : Buffer.concat([pending, chunk])
    pending = Buffer.alloc(0)
    while (rest.length > 0) {
      if (head === undefined) {
        const at = rest.indexOf(evidenceStarts)
        const end = rest.indexOf(newline)
        if ((end >= 0 && (at < 0 || end < at)) || (at < 0 && rest.length > headLengthMax)) {
          throw unreadable(file, number)
        }
        if (at < 0) break
        head = parseAs(Head, `${rest.toString('utf8', 0, at)}}`)
        if (head === undefined) throw unreadable(file, number)
        rest = rest.subarray(at + evidenceStarts.length)
      }
      const end = rest.indexOf(newline)
      if (end < 0) {
        const kept = Math.max(0, rest.length - tailLength)
        hash.update(rest.subarray(0, kept))
        rest = rest.subarray(kept)
        break
      }
      pending = rest.subarray(0, end)
      yield finish()
      pending = Buffer.alloc(0)
      rest = rest.subarray(end + 1)
    }
    pending = Buffer.from(rest)
  }
  if (head !== undefined || pending.length > 0) throw unreadable(file, number)
}

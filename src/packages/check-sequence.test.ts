import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Refusal } from '#base/refusal.ts'
import { checkSequence, type ReceivedBefore } from './check-sequence.ts'
import { digestOf } from './manifest.ts'

interface Sent {
  readonly sequence: number
  readonly previous: string | null
  readonly digest: string
}

/** What a sender numbers, one after the other. */
function chain(length: number): readonly Sent[] {
  const sent: Sent[] = []
  for (let sequence = 1; sequence <= length; sequence += 1) {
    sent.push({ sequence, previous: sent.at(-1)?.digest ?? null, digest: digestOf(`package ${sequence}`) })
  }
  return sent
}

const ask = (each: Sent, received: readonly ReceivedBefore[]) => {
  const same = received.find(({ sequence }) => sequence === each.sequence) ?? null
  try {
    return checkSequence(each, each.digest, { last: received.at(-1) ?? null, same })
  } catch (error) {
    if (error instanceof Refusal) return error.text.en
    throw error
  }
}

describe('the order of numbers', () => {
  test('however packages arrive and come again, each is taken once and in its order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 60 }), (arriving) => {
        const sent = chain(6)
        const received: ReceivedBefore[] = []
        for (const index of arriving) {
          const each = sent[index]!
          const said = ask(each, received)
          const next = received.length
          if (index < next) expect(said).toBe('DONE')
          else if (index > next) expect(said).toMatch(/missing from this sender/)
          else {
            expect(said).toBe('NEW')
            received.push({ ...each, isDone: true })
          }
        }
      }),
    )
  })

  test('an unfinished one goes on, and the next waits for it', () => {
    const [first, second] = chain(2) as [Sent, Sent]
    const open = [{ ...first, isDone: false }]
    expect(ask(first, open)).toBe('RESUME')
    expect(ask(second, open)).toMatch(/package 1 is not finished/)
  })

  test('the first follows nothing, another follows the one before', () => {
    const [first, second] = chain(2) as [Sent, Sent]
    expect(ask({ ...first, previous: second.digest }, [])).toMatch(/follows another package 0/)
    const done = [{ ...first, isDone: true }]
    expect(ask({ ...second, previous: null }, done)).toMatch(/follows another package 1/)
    expect(ask({ ...first, digest: second.digest }, done)).toMatch(/received before with another content/)
  })
})

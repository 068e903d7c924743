import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { AnswerInput } from '#campaigns/answering/task-data.ts'
import { createSavingQueue, type Saved } from './saving-queue.ts'

const pauseMs = 5
class Stale extends Error {}

/** A server that keeps what it is sent; `meet` says what happens to the next saves. */
function desk(meet: ('accept' | 'stale' | 'fail')[] = []) {
  const sent: { readonly questions: readonly string[]; readonly version: number }[] = []
  const told: Saved[] = []
  let there = 1
  const queue = createSavingQueue({
    ...{ version: 1, pauseMs, storedOf: () => undefined, onChange: (saved) => told.push(saved) },
    isStale: (error) => error instanceof Stale,
    send: async (answers: readonly AnswerInput[], version) => {
      sent.push({ questions: answers.map(({ question }) => question), version })
      await wait(pauseMs * 4)
      const next = meet.shift() ?? 'accept'
      if (next === 'fail') throw new Error('offline')
      if (next === 'stale' || version !== there) {
        if (next === 'stale') there += 1
        throw new Stale()
      }
      there += 1
      return there
    },
    reload: async () => there,
  })
  const settled = async (): Promise<Saved> => {
    for (let turn = 0; turn < 200; turn += 1) {
      await wait(pauseMs)
      const last = told.at(-1)
      if (last !== undefined && ['idle', 'saved', 'failed'].includes(last.state)) return last
    }
    throw new Error('never settled')
  }
  return { queue, sent, told, settled }
}

describe('answers saved as one types', () => {
  test('several changes in one pause are one save, in their last form', async () => {
    const { queue, sent, settled } = desk()
    queue.change('1.1', { answer: 'YES' })
    queue.change('1.1', { answer: 'NO' })
    queue.change('1.2', { answer: 'PARTIAL' })
    const last = await settled()
    expect(sent).toEqual([{ questions: ['1.1', '1.2'], version: 1 }])
    expect(last).toMatchObject({ state: 'saved', version: 2 })
    expect(last.drafts['1.1']!.answer).toBe('NO')
    expect(queue.isUnsaved()).toBe(false)
  })

  test('what is typed while a save is under way goes with the next, on the version after it', async () => {
    const { queue, sent, settled } = desk()
    queue.change('1.1', { answer: 'YES' })
    await wait(pauseMs * 2)
    queue.change('1.1', { evidence: '清单' })
    queue.change('1.3', { answer: 'NO' })
    await settled()
    expect(sent).toEqual([
      { questions: ['1.1'], version: 1 },
      { questions: ['1.1', '1.3'], version: 2 },
    ])
  })

  test('what is no answer yet waits, and nothing is sent for it', async () => {
    const { queue, sent, settled } = desk()
    queue.change('1.1', { evidence: '清单' })
    expect((await settled()).state).toBe('idle')
    expect(sent).toEqual([])
    expect(queue.isUnsaved()).toBe(true)
  })

  test('somebody else was quicker: taken up again on the version there is', async () => {
    const { queue, sent, settled } = desk(['stale'])
    queue.change('1.1', { answer: 'YES' })
    const last = await settled()
    expect(sent.map(({ version }) => version)).toEqual([1, 2])
    expect(last).toMatchObject({ state: 'saved', version: 3 })
  })

  test('for ever quicker: it gives up and says so, and keeps what was typed', async () => {
    const { queue, sent, settled } = desk(['stale', 'stale', 'stale', 'stale'])
    queue.change('1.1', { answer: 'YES' })
    const last = await settled()
    expect(last.state).toBe('failed')
    expect(sent).toHaveLength(4)
    expect(queue.isUnsaved()).toBe(true)
  })

  test('a failed save keeps what was typed, and is tried again when asked', async () => {
    const { queue, sent, settled, told } = desk(['fail'])
    queue.change('1.1', { answer: 'YES' })
    expect((await settled()).error).toMatchObject({ message: 'offline' })
    told.length = 0
    queue.retry()
    expect((await settled()).state).toBe('saved')
    expect(sent).toHaveLength(2)
  })

  test('whoever leaves saves at once', async () => {
    const { queue, sent } = desk()
    queue.change('1.1', { answer: 'NO' })
    queue.flush()
    expect(sent).toHaveLength(1)
  })
})

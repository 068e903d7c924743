import { done } from './acting.ts'
import { type Said, saidBy } from './model.ts'
import type { OpenedProvince } from './open-province.ts'

/** Every unit names its contact and answers its fifty questions, so many in one act. */
export async function answerAll(
  { database, units, dayIn }: OpenedProvince,
  into: {
    readonly taskOf: ReadonlyMap<string, string>
    readonly finalAnswers: Map<string, readonly Said[]>
    readonly inOneAct: number
  },
): Promise<void> {
  const contacts = [{ contact_name: '示例联系人', post: '科员', phone: '0990-1234567' }]
  for (const [index, unit] of units.entries()) {
    const recordId = into.taskOf.get(unit.agencyId)!
    const said = saidBy(index, dayIn(90))
    const step = { by: unit.maker, kind: 'CAMPAIGN_TASK', recordId }
    await done(database, { ...step, action: 'contact', input: { contacts } })
    for (let from = 0; from < said.length; from += into.inOneAct) {
      const answers = said.slice(from, from + into.inOneAct)
      await done(database, { ...step, action: 'answer', input: { answers } })
    }
    into.finalAnswers.set(unit.agencyId, said)
  }
}

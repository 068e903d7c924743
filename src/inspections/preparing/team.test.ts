import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { checkCharacter } from '#base/identity-number.ts'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { acceptedAnswer, codeOf } from '#records/test-acting.ts'
import {
  addPost,
  addStaff,
  dayFromNow,
  doStep,
  inspectionIn,
  inspectionInput,
  openInspection,
  setUpInspections,
  storedInspection,
  takeStep,
} from '../test-inspections.ts'

/** R-WF-18: nobody inspects where he serves, served less than three years ago, or has a relative. */

const database = await testDatabase()
const { owner } = database

const idNumber = (serial: number): string => {
  const seventeen = `99010119800101${String(serial).padStart(3, '0')}`
  return seventeen + checkCharacter(seventeen)
}
const yearsAgo = (years: number, days: number): string => {
  const day = new Date(`${dayFromNow(0)}T00:00:00Z`)
  day.setUTCFullYear(day.getUTCFullYear() - years)
  day.setUTCDate(day.getUTCDate() + days)
  return day.toISOString().slice(0, 10)
}
const supervisor = { agency: 'A990100', roles: ['SUPERVISION'] } as const
const served = async (name: string, endedOn?: string): Promise<void> => {
  await addStaff(owner, name, supervisor)
  const ended = endedOn === undefined ? {} : { endedOn }
  await addPost(owner, name, { agency: 'A990101', startedOn: '2010-01-01', ...ended })
}
const declare = (staffId: string, relative: string, withdrawn: string | null = null) =>
  sql`
    insert into app.relative (staff_id, id_number, relation, name, declared_on, withdrawn_on)
    values (${staffId}, ${relative}, 'SIBLING', '某乙', '2025-01-01', ${withdrawn}::date)
  `.execute(owner)

beforeAll(async () => {
  await setUpInspections(database)
  await served('stillThere')
  await served('leftRecently', yearsAgo(3, 1))
  await served('leftLongAgo', yearsAgo(3, 0))
  await addStaff(owner, 'inUnit', { agency: 'A990101', idNumber: idNumber(1) })
  await addStaff(owner, 'sister', { ...supervisor, idNumber: idNumber(2) })
  await addStaff(owner, 'brother', { ...supervisor, idNumber: idNumber(3) })
  await addStaff(owner, 'mistaken', { ...supervisor, idNumber: idNumber(4) })
  await declare('sister', idNumber(1))
  await declare('inUnit', idNumber(3))
  await declare('mistaken', idNumber(1), '2025-06-01')
})

const open = (changes: object) =>
  takeStep(database, { by: 'auditCity', recordId: null, action: 'open', input: inspectionInput(changes) })

test.for([
  ['who serves there', 'auditor1', 'conflict'],
  ['who still holds a post there', 'stillThere', 'conflict'],
  ['who left a post there a day less than three years ago', 'leftRecently', 'conflict'],
  ['who left it three years ago', 'leftLongAgo', 'accepted'],
  ['who declared a relative that works there', 'sister', 'conflict'],
  ['whom somebody there declared', 'brother', 'conflict'],
  ['whose declaration was a mistake', 'mistaken', 'accepted'],
  ['who serves in the county beside', 'auditBeside', 'accepted'],
  ['who has left', 'gone', 'invalid_input'],
  ['whom nobody knows', 'nobody', 'invalid_input'],
] as const)('a member %s', async ([, member, code]) => {
  expect(codeOf(await open({ members: [member] }))).toBe(code)
  expect(codeOf(await open({ head: member, members: [] }))).toBe(code)
})

test('the refusal says who, and not which relative', async () => {
  const answer = await open({ members: ['sister', 'leftRecently'] })
  expect(answer).toMatchObject({
    text: {
      zh: 'leftRecently在被检查单位任职或离开不满3年；sister有亲属在被检查单位，须回避，请更换检查组成员。',
    },
  })
})

describe('the conflict is asked again', () => {
  test('when the notice is signed, and when the team begins: posts change', async () => {
    await addStaff(owner, 'moves', supervisor)
    const [first, second] = [
      await openInspection(database, { members: ['moves'] }),
      await openInspection(database, { members: ['moves'] }),
    ]
    acceptedAnswer(await doStep(database, { recordId: second, action: 'issue' }))
    await addPost(owner, 'moves', { agency: 'A990101', startedOn: '2026-01-01' })
    expect(codeOf(await doStep(database, { recordId: first, action: 'issue' }))).toBe('conflict')
    expect(codeOf(await doStep(database, { recordId: second, action: 'begin' }))).toBe('conflict')
  })

  test('when the team is changed', async () => {
    const recordId = await inspectionIn(database, 'NOTIFIED')
    const change = (head: string) =>
      takeStep(database, {
        by: 'headCity',
        recordId,
        action: 'change_team',
        input: { head, members: ['supervise1'], reason: '调整' },
      })
    expect(codeOf(await change('sister'))).toBe('conflict')
    acceptedAnswer(await change('mistaken'))
    const { team } = (await storedInspection(database, recordId)).data
    expect(team.map(({ staff_id, is_head }) => [staff_id, is_head])).toEqual([
      ['mistaken', true],
      ['supervise1', false],
    ])
  })
})

describe('what is inspected', () => {
  test('a self-check is of one’s own unit, by its own people, and never on site', async () => {
    const own = { inspected: 'A990101', kind: 'SELF_CHECK', head: 'auditor1', members: [], is_on_site: false }
    const opened = (by: string, changes: object) =>
      takeStep(database, {
        by,
        recordId: null,
        action: 'open',
        input: inspectionInput({ ...own, ...changes }),
      })
    acceptedAnswer(await opened('auditor1', {}))
    expect(codeOf(await opened('auditor1', { is_on_site: true }))).toBe('invalid_input')
    expect(codeOf(await opened('auditor1', { kind: 'SPOT' }))).toBe('invalid_input')
    expect(codeOf(await opened('auditCity', {}))).toBe('invalid_input')
  })

  test('nobody inspects beside or above', async () => {
    const asked = (inspected: string) =>
      takeStep(database, {
        by: 'auditor1',
        recordId: null,
        action: 'open',
        input: inspectionInput({ inspected, head: 'auditor1', members: [] }),
      })
    expect(codeOf(await asked('A990102'))).toBe('not_found')
    expect(codeOf(await asked('A990100'))).not.toBe('accepted')
  })
})

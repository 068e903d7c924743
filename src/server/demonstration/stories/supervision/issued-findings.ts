import { formatYuan } from '#base/money.ts'
import { places } from '../../cast.ts'
import type { Stage } from '../../stage.ts'
import { type Setting, type Story, scene } from '../../story.ts'
import { recordSteps } from './record-steps.ts'

/** 疑点下发: a set that came back and was accepted, one that waits to be looked at, one that the county has to verify. */

interface Written {
  readonly findings: readonly { readonly finding_id: string; readonly amount_fen: string }[]
}

/** By id alone, so that a start that goes on after an interruption chooses the same. */
async function findingsOf({ db }: Stage, agencyId: string, count: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('finding')
    .select('finding_id')
    .where('agency_id', '=', agencyId)
    .where('subject_kind', '=', 'person')
    .orderBy('finding_id')
    .limit(count)
    .execute()
  if (rows.length < count) throw new Error(`the county has ${rows.length} findings`)
  return rows.map(({ finding_id }) => finding_id)
}

const sizes = [4, 3, 5] as const
const total = 12

function resultsOf({ findings }: Written) {
  return findings.map(({ finding_id, amount_fen }, index) =>
    index % 3 === 1
      ? { finding_id, result: 'FALSE', note: '经调阅档案核实，系登记信息有误，不属实' }
      : {
          ...{ finding_id, result: 'TRUE', confirmed: formatYuan(BigInt(amount_fen)) },
          note: '情况属实，已列入整改，多发的通知退回',
        },
  )
}

export function issuedStory({ cast, day, region }: Setting): Story {
  const [issuer, auditor] = [cast('supervisor', 0, places.city), cast('internalAudit')]
  const agencyId = `A${region}`
  const [first, second, third] = ['accepted', 'waiting', 'open'].map((name) =>
    recordSteps('ISSUED_FINDINGS', `issued-${name}`),
  ) as [ReturnType<typeof recordSteps>, ReturnType<typeof recordSteps>, ReturnType<typeof recordSteps>]
  const input = async (stage: Stage, part: 0 | 1 | 2, title: string, due_on: string) => {
    const ids = await findingsOf(stage, agencyId, total)
    const from = sizes.slice(0, part).reduce((sum, each) => sum + each, 0)
    return {
      ...{ agency_id: agencyId, title, due_on, finding_ids: ids.slice(from, from + sizes[part]) },
      request: '逐条核实，属实的停发追回，不属实的说明依据',
      basis: '省级数据筛查结果',
    }
  }
  const written = async (stage: Stage, steps: typeof first) => ({
    input: { results: resultsOf((await steps.data(stage)) as Written) },
  })
  return {
    name: 'issued-findings',
    scenes: [
      scene(28, '10:00', async (stage) =>
        first.take(stage, issuer, 'issue', { input: await input(stage, 0, '第一批下发疑点', day(18)) }),
      ),
      scene(21, '10:00', async (stage) =>
        first.take(stage, auditor, 'write_back', await written(stage, first)),
      ),
      scene(19, '09:00', (stage) => first.take(stage, issuer, 'accept')),
      scene(16, '10:00', async (stage) =>
        second.take(stage, issuer, 'issue', { input: await input(stage, 1, '第二批下发疑点', day(5)) }),
      ),
      scene(7, '15:30', async (stage) =>
        second.take(stage, auditor, 'write_back', await written(stage, second)),
      ),
      scene(8, '10:00', async (stage) =>
        third.take(stage, issuer, 'issue', { input: await input(stage, 2, '第三批下发疑点', day(-9)) }),
      ),
    ],
  }
}

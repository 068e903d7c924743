import { sql } from 'kysely'
import { z } from 'zod'
import { accessFunctions } from '#access/functions/catalogue.ts'
import { assert, Refusal } from '#base/refusal.ts'
import { document, fields, needs, reason, refused } from '../functions/fields.ts'
import { type OrderMatter, orderMatter } from '../order-matter.ts'
import { readWrittenRows } from '../storing/register-row-store.ts'
import { type FirstOrder, readFirstOrder } from './first-order.ts'
import { touchedKeys, undoneChanges } from './undo-changes.ts'

const Input = z.strictObject({ reverses: fields.id('原业务单号'), document, reason })
type Input = z.infer<typeof Input>

/** Null: there is no such order of that kind. */
type Facts = FirstOrder | null

/**
 * An effect is never edited (platform.md 19): a reversal is an order of its own that names the first, swaps its effect and
 * goes through the same posts by other people; both stay visible.
 */
export function reversalOf(first: OrderMatter): OrderMatter {
  const listed = accessFunctions.get(first.code)
  assert(listed !== undefined, `${first.code} is in the catalogue of access`)
  return orderMatter<Input, Facts>({
    code: first.code,
    kind: `REVERSAL_${first.code}`,
    title: { zh: `撤销${listed.title.zh}`, en: `reversal: ${listed.title.en}` },
    basis: [
      ...first.basis,
      {
        document: '000',
        clause: '（三）完善社保经办风险防控体系',
        quote: '任何修改操作都要经过审批留痕可溯',
      },
    ],
    input: Input,
    attachments: [needs('REVERSAL_BASIS', '撤销的依据材料', 'papers on why it is taken back')],
    ...(first.readFunction === undefined ? {} : { readFunction: first.readFunction }),
    canBeCorrected: false,
    places: ['REGISTER'],
    placeOf: () => 'REGISTER',
    // Whom the first order was about, with everybody concerned by it.
    subject: ({ reverses }) => sql`
      select first.concerned || jsonb_build_object(
        'regions', to_jsonb(first.regions),
        'agencyId', first.agency_id,
        'scheme', first.scheme,
        'personId', first.person_id,
        'amountFen', first.amount_fen::text
      )
      from app.record as first
      where first.record_id = ${reverses} and first.kind = ${first.kind}
    `,
    refusalOfCorrection: () => null,
    readFacts: async (pool, { reverses }, { orderId }) => {
      const found = await readFirstOrder(pool, { kind: first.kind, firstId: reverses, reversalId: orderId })
      return found === null
        ? null
        : { ...found, rows: await readWrittenRows(pool, touchedKeys(found.data.changes)) }
    },
    amountFen: (_asked, found) => found?.data.amountFen ?? null,
    ruleCodes: (_asked, found) => (found === null ? [] : first.ruleCodes(found.data.asked, null)),
    // What was wrongly done must be undone, whatever a rule says of the person; hits go to the second level.
    hardStops: [],
    personOf: (_asked, found) => found?.personId ?? null,
    effect: ({ reverses }, found, source) => {
      const stop = refusalOfFirst(reverses, found)
      return stop ?? undoneChanges(found!.data.changes, found!.rows, source)
    },
    judgesEveryStep: true,
    refusal: (_asked, found, { actorId }) =>
      found?.actors.includes(actorId) === true ? tookPart(found.recordId) : null,
  })
}

function refusalOfFirst(orderId: string, found: Facts): Refusal | null {
  if (found === null) return refused(`没有业务单 ${orderId}。`, `there is no order ${orderId}.`)
  if (found.status !== 'DONE') {
    return refused(
      `业务单 ${orderId} 尚未生效或未通过，没有可撤销的内容。`,
      `the order ${orderId} has had no effect, so there is nothing to reverse.`,
    )
  }
  const [other] = found.reversals
  if (other === undefined) return null
  return refused(
    `业务单 ${orderId} 已有撤销单 ${other}，请查看该单。`,
    `the order ${orderId} has a reversal already: ${other}; look at that one.`,
  )
}

function tookPart(orderId: string): Refusal {
  return new Refusal('not_permitted', {
    zh: `您办理过原业务单 ${orderId}，撤销须由未参与的人员办理。`,
    en: `you took part in the order ${orderId}; its reversal is for people who did not.`,
  })
}

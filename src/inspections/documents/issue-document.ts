import { type RawBuilder, sql } from 'kysely'
import { civilOfDay } from '#base/calendar-math.ts'
import { shanghaiDay } from '#records/deadlines/working-days.ts'
import type { ActFacts } from '#records/define-record.ts'
import type { InspectionData, IssuedDocument } from '../inspection-data.ts'
import { type DocumentCode, documents } from './document-tags.ts'
import { documentValues } from './document-values.ts'

/** As jsonb: the last number of the record's agency this year, of the one document or the other. */
export function lastNumber(code: DocumentCode): RawBuilder<unknown> {
  return sql`coalesce(
    (
      select last.last_number
      from app.inspection_document_number as last
      where
        last.agency_id = record.agency_id
        and last.document = ${code}::text
        and last.year = extract(year from clock_timestamp() at time zone 'Asia/Shanghai')
    ),
    0
  )`
}

/** The document with the next number; two leaders at once: the second is decided again (migration 0145). */
export function issued(
  code: DocumentCode,
  { data, last }: { readonly data: InspectionData; readonly last: number },
  { actorId, at }: Pick<ActFacts, 'actorId' | 'at'>,
): IssuedDocument {
  const { year } = civilOfDay(shanghaiDay(at))
  const { agency_id, title } = data.supervisor
  const number = last + 1
  const text = `${title}${documents[code].word}〔${year}〕${number}号`
  return {
    number: { agency_id, year, number, text },
    values: documentValues(data, { number: text, at }),
    issued: { by: actorId, at: at.toISOString() },
    attachment_id: null,
  }
}

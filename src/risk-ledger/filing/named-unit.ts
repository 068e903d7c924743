import { type RawBuilder, sql } from 'kysely'
import type { FactsRequest } from '#records/define-record.ts'

/** For `subjectQuery` of what the server opens: the unit that it names. */
export const namedUnit = ({
  input,
}: FactsRequest<{ readonly agency_id: string; readonly year: number }>): RawBuilder<unknown> => sql`
  select jsonb_build_object('regions', jsonb_build_array(agency.region), 'agencyId', agency.agency_id)
  from app.agency
  where agency.agency_id = ${input.agency_id}
`

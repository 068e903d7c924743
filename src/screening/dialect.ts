import type { DuckDBConnection } from '@duckdb/node-api'
import { runSql } from '#platform/duckdb.ts'

/**
 * What the portable subset cannot say and every engine says in its own words. Rules call these functions in their SQL;
 * each has a truth table that is run on the real engine.
 *
 * `round_div(n, d)`: n / d rounded half away from zero, exactly, on 128-bit integers; d > 0; null where n is null.
 * The only division of a rule: products of money and rates are widened to decimal(38, 0) before it, and its result is
 * cast back to bigint. base/round-division.ts is the same in TypeScript.
 */
const duckDialect: Readonly<Record<string, string>> = {
  'round_div(n, d)': `
    case
      when n < 0 then -((2 * -cast(n as hugeint) + cast(d as hugeint)) // (2 * cast(d as hugeint)))
      else (2 * cast(n as hugeint) + cast(d as hugeint)) // (2 * cast(d as hugeint))
    end`,
}

/** Makes the dialect's functions known to every connection of the database. */
export async function createDialect(connection: DuckDBConnection): Promise<void> {
  for (const [signature, body] of Object.entries(duckDialect)) {
    await runSql(connection, `create or replace macro ${signature} as ${body}`)
  }
}

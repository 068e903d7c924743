/**
 * What ClickHouse does otherwise than the portable subset says, set for every statement: a join without a partner gives
 * nulls, unions keep doubles, casts keep null, an empty sum is null, and a name in a select list that is also a column's
 * means the column.
 */
export const settings = {
  join_use_nulls: 1,
  union_default_mode: 'ALL',
  cast_keep_nullable: 1,
  aggregate_functions_null_for_empty: 1,
  prefer_column_name_to_alias: 1,
} as const

/** `round_div(n, d)` of screening/dialect.ts: half away from zero, on 256 bits, null where n is null. */
export const roundDivision = `
  create or replace function round_div as (n, d) -> if(
    n is null,
    null,
    if(
      n < 0,
      -toInt64(intDiv(2 * -toInt256(assumeNotNull(n)) + toInt256(d), 2 * toInt256(d))),
      toInt64(intDiv(2 * toInt256(assumeNotNull(n)) + toInt256(d), 2 * toInt256(d)))
    )
  )`

/**
 * What ClickHouse does otherwise than the portable subset says, set for every statement: a join without a partner gives
 * nulls, a union is one of different rows, casts keep null, and a name in a select list that is
 * also a column's means the column.
 */
export const settings = {
  join_use_nulls: 1,
  union_default_mode: 'DISTINCT',
  cast_keep_nullable: 1,
  prefer_column_name_to_alias: 1,
  // Joins in the order the rules write them: guesses about filtered tables led to all pairs of two large ones.
  query_plan_optimize_join_order_limit: 1,
  // Groups of a table that is sorted by person are made one person after the other, not all in memory.
  optimize_aggregation_in_order: 1,
  // Rows are written by as many threads as read them.
  max_insert_threads: '16',
  // A null where none can be is an error, not a zero.
  input_format_null_as_default: 0,
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

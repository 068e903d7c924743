import { Refusal } from '#base/refusal.ts'
import { missingUpload } from './decide-act.ts'
import { authorityTables } from './effect.ts'

/** What node-postgres knows of an error that PostgreSQL answered with; of Node's own errors only the code. */
interface DatabaseError {
  readonly code?: string
  readonly schema?: string
  readonly table?: string
}

/** Deadlock, and a serialization failure: PostgreSQL undid this act for another one. Worth one more try. */
export function isOvertaken(error: unknown): boolean {
  const { code } = error as DatabaseError
  return code === '40P01' || code === '40001'
}

/** Not-null and check violations stay faults: a decision made such a row, and no reload would help. */
const rowsOfOthers: ReadonlySet<string> = new Set([
  '23503', // foreign key: the row referred to has gone, or is still referred to
  '23505', // unique: somebody else wrote the same row
  '23P01', // exclusion: somebody else's period overlaps
])

/**
 * What the database says when others were there first, as the refusal that is answered and written into the trail;
 * everything else is a fault and stays one.
 */
export function refusalOfSave(error: unknown): unknown {
  const { code = '', schema, table } = error as DatabaseError
  // lock_not_available: the same key, or this record, is being worked on for longer than 5 s.
  if (code === '55P03') return inProgress()
  // app.apply_effect found another row than the decision.
  if (code === 'FX001') return effectConflict()
  if (!rowsOfOthers.has(code)) return error
  // The sweep of orphans was faster than the act that wanted the upload, or another act attached it.
  if (table === 'record_attachment') return missingUpload()
  const isEffect = schema === 'register' || authorityTables.includes(`${schema}.${table}`)
  return isEffect ? effectConflict() : error
}

/**
 * What goes wrong with the database itself, as something to throw: `unavailable` when it is gone, starting, full of
 * connections or too slow. Whether an act was done is then unknown, and the answer must not say that it was not.
 */
export function faultOfDatabase(error: unknown): unknown {
  if (error instanceof Refusal || !(error instanceof Error)) return error
  if (isOvertaken(error) || (error as DatabaseError).code === '55P03') return because(inProgress(), error)
  if ((error as DatabaseError).code === '57014') return because(tooSlow(), error)
  return isConnectionLost(error) ? because(databaseGone(), error) : error
}

const codesOfGone: ReadonlySet<string> = new Set([
  ...['57P01', '57P02', '57P03', '57P05', '25P03', '53300'],
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'],
])

function isConnectionLost(error: Error): boolean {
  const { code = '', syscall } = error as DatabaseError & NodeJS.ErrnoException
  if (codesOfGone.has(code) || code.startsWith('08')) return true
  // The socket's file has gone with the server; a missing file of another kind is something else.
  if (code === 'ENOENT' && syscall === 'connect') return true
  // node-postgres gives these no code.
  return /^(Connection terminated|timeout e?xceeded when trying to connect|Client has encountered a connection error)/i.test(
    error.message,
  )
}

function because(refusal: Refusal, cause: Error): Refusal {
  refusal.cause = cause
  return refusal
}

export function inProgress(): Refusal {
  return new Refusal('in_progress', {
    zh: '该记录正在被处理，请稍候再试。',
    en: 'this is being worked on at the moment; try again in a few seconds.',
  })
}

export function effectConflict(): Refusal {
  return new Refusal('conflict', {
    zh: '登记信息在办理期间已被改变，本次操作未生效；请刷新核对后重新办理。',
    en: 'the register was changed in the meantime and nothing was done; reload, check it and act again.',
  })
}

function tooSlow(): Refusal {
  return new Refusal('unavailable', {
    zh: '数据库未在规定时间内完成，本次操作未生效；请稍候再提交。',
    en: 'the database did not finish in time and nothing was done; submit again in a moment.',
  })
}

function databaseGone(): Refusal {
  return new Refusal('unavailable', {
    zh: '与数据库的连接已中断，尚不能确定本次操作是否生效；请稍候原样再提交一次，不会重复办理。',
    en: 'the connection to the database was lost, and whether this was done is not known; submit the same again in a moment: it is not done twice.',
  })
}

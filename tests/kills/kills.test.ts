import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { OpenDatabase } from '#platform/postgres/database.ts'
import { findOrphans } from '#platform/postgres/embedded/orphans.ts'
import { findLivingPostmaster } from '#platform/postgres/embedded/postmaster.ts'
import { newFolder } from '#platform/postgres/embedded/test-serving-process.ts'
import type { TestAnswer } from '#server/test-browser.ts'
import { actionTables } from '#server/trail/action-tables.ts'
import { verifyDatabase } from '#trail/database-check/verify-database.ts'
import { countDone, countKept, lost, violated } from './books.ts'
import { type Clerk, sendAgain, work } from './clerk.ts'
import { heard, isAnswered, type Ledger, newLedger, type Sent, unanswered } from './ledger.ts'
import { clusterOf, makeAccounts, openAsOwner, openOffice, reopen } from './office.ts'
import { type ServingProcess, startAndKill, startServing } from './serving-process.ts'

/**
 * The whole server under mixed load, its process or its database killed at any moment (issue 4): what was acknowledged
 * is there, nothing is half done, the trail verifies, and whoever heard nothing sends the same again and gets one effect.
 * `FANGXIAN_SEED` repeats the moments, as far as a machine does.
 */
const rounds = process.env.FANGXIAN_DEPTH === 'deep' ? 50 : 5
const seed = Number(process.env.FANGXIAN_SEED ?? Math.floor(Math.random() * 2 ** 31))

/** mulberry32 */
function diceOf(start: number): () => number {
  let state = start
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/**
 * Whom the signal meets: our process, the database's first process, one of its others, which our process survives, or
 * everything at once, and then the next start as well.
 */
const victims = ['server', 'postmaster', 'backend', 'everything'] as const
type Victim = (typeof victims)[number]

interface Scene {
  readonly dataFolder: string
  readonly port: number
  readonly accountIds: readonly string[]
  readonly ledger: Ledger
  readonly dice: () => number
  clerks: readonly Clerk[]
  serving: ServingProcess
}

async function setScene(): Promise<Scene> {
  const dataFolder = path.join(await newFolder(), 'demo')
  const port = 20_000 + Math.floor(Math.random() * 20_000)
  const serving = await startServing(dataFolder, port)
  const accountIds = Array.from({ length: 40 }, (_, index) => `account-${index}`)
  const owner = await openAsOwner(dataFolder)
  try {
    await makeAccounts(owner, accountIds)
    const clerks = await openOffice(owner, serving)
    expect(new Set(clerks.map(({ post }) => post)).size).toBe(3)
    return { dataFolder, port, accountIds, ledger: newLedger(), dice: diceOf(seed), clerks, serving }
  } finally {
    await owner.close()
  }
}

async function kill({ dataFolder, serving, dice }: Scene, victim: Victim): Promise<void> {
  const { pid } = (await findLivingPostmaster(clusterOf(dataFolder)))!
  const others = (await findOrphans(clusterOf(dataFolder))).filter((each) => each !== pid)
  if (victim === 'server' || victim === 'everything') serving.child.kill('SIGKILL')
  if (victim === 'postmaster' || victim === 'everything') process.kill(pid, 'SIGKILL')
  if (victim === 'backend') process.kill(others[Math.floor(dice() * others.length)]!, 'SIGKILL')
  if (victim === 'everything') for (const each of others) killIfThere(each)
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended with its first process.
  }
}

/** Everybody works until some time after the kill; some requests are then without an answer. */
async function workUntilKilled(scene: Scene, victim: Victim): Promise<void> {
  const { ledger, dice, serving } = scene
  const sentBefore = ledger.sent.length
  await whileWorking(scene, async () => {
    // First until the office is really busy: the first moments after a start are alike.
    await until(() => ledger.sent.length >= sentBefore + 20)
    await pause(dice() * 2_500)
    await kill(scene, victim)
    await pause(dice() * 200)
  })
  if (victim === 'server' || victim === 'everything') await serving.ended
}

async function whileWorking(
  { ledger, accountIds, dice, clerks }: Scene,
  rest: () => Promise<void>,
): Promise<void> {
  let isOver = false
  const shift = { ledger, accountIds, dice, isOver: () => isOver }
  const working = Promise.all(clerks.map((clerk) => work(shift, clerk)))
  await rest()
  isOver = true
  await working
}

async function until(isMet: () => boolean): Promise<void> {
  for (let waited = 0; !isMet() && waited < 60_000; waited += 20) await pause(20)
}

const steps = ['enter', 'review', 'return', 'correct', 'note', 'comment', 'approve', 'reject', 'withdraw']

/** A load in which a step never came to its end says nothing about it. */
function stepsMissing({ ledger }: Scene): readonly string[] {
  const done = new Set(
    ledger.sent.filter(({ answer }) => (answer?.status ?? 500) < 300).map((each) => each.action),
  )
  return steps.filter((each) => !done.has(each))
}

/** Our process runs again, or still; when its database died it said so and ended by itself. */
async function restart(scene: Scene, victim: Victim): Promise<number> {
  const { serving, dataFolder, port, clerks } = scene
  if (victim === 'postmaster') {
    await Promise.race([serving.ended, pause(30_000, undefined, { ref: false })])
    expect(serving.hasEnded(), 'a server whose database died ends').toBe(true)
    expect(serving.lines, serving.lastWords()).toContainEqual({ databaseEnded: true })
  }
  if (victim === 'backend') return untilAnswering(scene)
  if (victim === 'everything') await startAndKill(dataFolder, port, scene.dice() * 2_500)
  scene.serving = await startServing(dataFolder, port)
  reopen(clerks, scene.serving)
  return scene.serving.startMs
}

async function untilAnswering({ clerks }: Scene): Promise<number> {
  const started = performance.now()
  for (;;) {
    const answer = await clerks[0]!.browser.get('/api/me').catch(() => null)
    if (answer?.status === 200) return performance.now() - started
    if (performance.now() - started > 60_000) throw new Error('the server does not find its database again')
    await pause(20)
  }
}

/** High-risk acts wait for the first checkpoint after a start; until then they are unavailable, and asked for again. */
async function answerOf(clerk: Clerk, sent: Sent): Promise<TestAnswer> {
  for (let tries = 0; ; tries += 1) {
    const answer = await sendAgain(clerk.browser, sent).catch(() => null)
    if (answer !== null && isAnswered(answer) && answer.body.code !== 'in_progress') return answer
    expect(tries, `${sent.action} is answered at last: ${answer?.text}`).toBeLessThan(600)
    await pause(50)
  }
}

/** Without the id that each request has of its own. */
const saidIn = ({ status, body }: TestAnswer): unknown => ({ ...body, status, request_id: null })

/** Twice the same: both answers are one, and what is there is one act each, done before the kill or now. */
async function replay(
  { clerks, ledger }: Scene,
  owner: OpenDatabase,
): Promise<{ asked: number; wereDone: number }> {
  const pending = unanswered(ledger)
  const ids = pending.map(({ key, body }) => key ?? String(body.comment_id))
  const wereDone = await countKept(owner.db, ids)
  const before = await countDone(owner.db)
  for (const sent of pending) {
    const clerk = clerks.find(({ staffId }) => staffId === sent.person)!
    const answer = await answerOf(clerk, sent)
    expect([200, 204, 403, 404, 409, 422], answer.text).toContain(answer.status)
    heard(ledger, sent, answer)
    const again = await answerOf(clerk, sent)
    expect(saidIn(again)).toEqual(saidIn(answer))
  }
  const kept = await countKept(owner.db, ids)
  expect((await countDone(owner.db)) - before).toBe(kept - wereDone)
  expect(kept).toBe(pending.filter(({ answer }) => answer!.status < 300).length)
  return { asked: pending.length, wereDone }
}

async function expectWhole({ dataFolder, ledger }: Scene, { db }: OpenDatabase): Promise<void> {
  expect(await lost(db, ledger)).toEqual([])
  expect(await violated(db)).toEqual([])
  const verdict = await verifyDatabase(db, {
    outsideFolders: [path.join(dataFolder, 'checkpoints')],
    trustedKey: null,
    actionTables: actionTables(new Set(['TEST_CHANGE'])),
  })
  expect(verdict.problems).toEqual([])
}

test(
  'nothing acknowledged is lost and nothing is half done, whoever is killed',
  async () => {
    console.log(`kills: seed ${seed}, ${rounds} rounds`)
    const scene = await setScene()
    const starts: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      const victim = victims[round % victims.length]!
      await workUntilKilled(scene, victim)
      const ms = await restart(scene, victim)
      if (victim !== 'backend') starts.push(ms)
      const owner = await openAsOwner(scene.dataFolder)
      try {
        await expectWhole(scene, owner)
        const { asked, wereDone } = await replay(scene, owner)
        await expectWhole(scene, owner)
        console.log(
          `kills: round ${round + 1}, ${victim}: back after ${(ms / 1000).toFixed(1)} s; ${scene.ledger.sent.length} requests so far, ${asked} without an answer, ${wereDone} of them done`,
        )
      } finally {
        await owner.close()
      }
    }
    await whileWorking(scene, () => until(() => stepsMissing(scene).length === 0))
    expect(stepsMissing(scene)).toEqual([])
    console.log(`kills: slowest restart ${(Math.max(...starts) / 1000).toFixed(1)} s`)
  },
  rounds * 120_000,
)

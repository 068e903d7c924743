import { readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { type Day, formatDay, parseDay } from '#base/calendar-math.ts'
import type { Places } from '../installation/places.ts'

/** In the folder of the demonstration: whether the past was told, and which day was today when it was begun. */
const fileName = 'history.json'
const Content = z.object({ today: z.string(), is_told: z.boolean() })

export interface BegunHistory {
  readonly today: Day
  readonly isTold: boolean
}

async function read(file: string): Promise<BegunHistory | null> {
  const text = await readFile(file, 'utf8').catch(() => null)
  if (text === null) return null
  const { today, is_told } = Content.parse(JSON.parse(text))
  return { today: parseDay(today)!, isTold: is_told }
}

const write = (file: string, { today, isTold }: BegunHistory): Promise<void> =>
  writeFile(file, `${JSON.stringify({ today: formatDay(today), is_told: isTold })}\n`)

/**
 * Begun on the first start, or gone on with after an interruption: the same day, so that nothing is told twice. A
 * demonstration that was made before there was a past keeps what people did in it.
 */
export async function beginHistory(
  { data, passwords }: Pick<Places, 'data' | 'passwords'>,
  today: Day,
): Promise<BegunHistory> {
  const file = path.join(data, fileName)
  const found = await read(file)
  if (found !== null) return found
  const isOlder = await stat(passwords).then(
    () => true,
    () => false,
  )
  const begun = { today, isTold: isOlder }
  await write(file, begun)
  return begun
}

export async function endHistory({ data }: Pick<Places, 'data'>, today: Day): Promise<void> {
  await write(path.join(data, fileName), { today, isTold: true })
}

import { type Call, findText, getText, type Surroundings, wrongUsage } from '#cli/command.ts'
import { openInstallation } from '#cli/server/installation.ts'
import { readSettings } from '#platform/config.ts'
import type { Exchange } from '#server/packages/exchange.ts'
import type { Recipient } from '#server/packages/export-package.ts'

/** On the installation that the configuration names, closed again whatever comes. */
export async function withExchange<Result>(
  surroundings: Surroundings,
  work: (exchange: Exchange) => Promise<Result>,
): Promise<Result> {
  const { openExchange } = await import('#server/packages/open-exchange.ts')
  const opened = await openInstallation(surroundings)
  try {
    const exchange = await openExchange(opened, readSettings())
    try {
      return await work(exchange)
    } finally {
      await exchange.close()
    }
  } finally {
    await opened.close()
  }
}

/** `--to NAME` of a partner, or `--agency ID` of a unit without the system. */
export function recipientOf(values: Call['values']): Recipient {
  const agencyId = findText(values, 'agency')
  if (agencyId === undefined) return { partner: getText(values, 'to') }
  if (findText(values, 'to') === undefined) return { agencyId }
  throw wrongUsage({
    zh: '--to（有系统的对方）和 --agency（没有系统的单位）只能给一个。',
    en: 'give --to (a partner with the system) or --agency (a unit without it), not both.',
  })
}

import { hostname, userInfo } from 'node:os'

/** Who works at the console: a name of the machine, since nobody is signed in there. */
export interface Operator {
  /** In the trail: letters, digits and what names of systems have. */
  readonly actorId: string
  readonly host: string
  readonly osUser: string
}

export function operatorAtConsole(): Operator {
  const osUser = userInfo().username
  return { actorId: `console:${osUser.replace(/[^A-Za-z0-9_.-]/g, '_')}`, host: hostname(), osUser }
}

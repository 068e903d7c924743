import type { HttpBindings } from '@hono/node-server'
import type { Language } from '#base/bilingual.ts'
import type { Client } from './client.ts'

/** What the kit puts into every request. */
export interface HttpVariables {
  requestId: string
  client: Client
  language: Language
}

export interface HttpEnv {
  Bindings: HttpBindings
  Variables: HttpVariables
}

import type { JSONValue } from 'hono/utils/types'
import { z } from 'zod'
import { Problem, problemMediaType } from './problem.ts'

/** For the `responses` of every route: an error always has this form. */
export const problemResponse = {
  default: {
    description: '拒绝或出错 / refusal or error',
    content: { [problemMediaType]: { schema: Problem } },
  },
} as const

/** The body of an answer. */
export function jsonResponse<Schema extends z.ZodType>(schema: Schema, description = 'OK') {
  return { description, content: { 'application/json': { schema } } } as const
}

/** A body that must be there: an absent one is malformed, not empty. */
export function jsonBody<Schema extends z.ZodType>(schema: Schema) {
  return { required: true, content: { 'application/json': { schema } } } as const
}

/** Routes that need no session say so; a test reads it from the document. */
export const isPublic: { security: [] } = { security: [] }

/** An id in a path: whatever cannot be one is not found. */
export const IdParam = z.string().regex(/^[\w.:-]{1,64}$/)

/** A value of a library's type as plain JSON, absent members left out: its own type is no part of our document. */
export function plainJson(value: object): Record<string, JSONValue> {
  return JSON.parse(JSON.stringify(value)) as Record<string, JSONValue>
}

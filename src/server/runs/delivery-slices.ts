import type { OpenAPIHono } from '@hono/zod-openapi'
import type { ServerContext } from '../server-context.ts'
import type { ServerEnv } from '../server-env.ts'
import { correctionRoutes } from './correction-routes.ts'
import { deliveryListApi, deliveryListRoutes } from './delivery-list-routes.ts'
import { handInApi, handInRoutes } from './hand-in-routes.ts'
import { previewApi, previewRoutes } from './preview-routes.ts'
import { runApi, runRoutes } from './run-routes.ts'
import { uploadFileApi, uploadFileRoutes } from './upload-file-routes.ts'
import { uploadApi, uploadRoutes } from './upload-routes.ts'

/** For the type of the API. */
export const deliveryApi = [
  ...deliveryListApi,
  ...runApi,
  ...uploadApi,
  ...uploadFileApi,
  ...previewApi,
  ...handInApi,
] as const

/** Data and screening: uploads only where the server has a place for them. */
export function deliverySlices(context: ServerContext): OpenAPIHono<ServerEnv>[] {
  const { deliveries } = context
  // Lists first: their `/export` is no id.
  const always = [deliveryListRoutes(context), runRoutes(context)]
  if (deliveries === undefined) return always
  return [
    ...always,
    ...[uploadRoutes, uploadFileRoutes, previewRoutes, correctionRoutes, handInRoutes].map((slice) =>
      slice(context, deliveries),
    ),
  ]
}

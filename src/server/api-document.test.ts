import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '#platform/postgres/test-database.ts'
import { openOffice, type TestOffice } from './acting/test-office.ts'
import { openBrowser } from './test-browser.ts'

const database = await testDatabase()
let office: TestOffice
let document: ApiDocument

interface Schema {
  $ref?: string
  type?: string | string[]
  properties?: Record<string, Schema>
  items?: Schema
  additionalProperties?: boolean | Schema
  oneOf?: Schema[]
  anyOf?: Schema[]
  allOf?: Schema[]
}
interface Operation {
  summary: string
  security?: object[]
  parameters?: { in: string; name: string }[]
  requestBody?: { required?: boolean; content: Record<string, { schema: Schema }> }
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>
}
interface ApiDocument {
  openapi: string
  info: { title: string }
  security: unknown[]
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema>; securitySchemes: object }
}

beforeAll(async () => {
  office = await openOffice(database)
  document = (await openBrowser(office.server).get('/api/openapi.json')).body as unknown as ApiDocument
})

const operations = (): [string, string, Operation][] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, string, Operation] => [
      method,
      path,
      operation,
    ]),
  )

/** What is served beside the routes of the document: the page that shows it. */
const pageRoutes = [
  '/',
  '/api',
  '/api/',
  '/api/openapi.json',
  '/api/page/start.js',
  '/api/page/swagger-ui.css',
  '/api/page/swagger-ui-bundle.js',
]

describe('the document', () => {
  test('is OpenAPI 3.1, and every reference in it leads somewhere', () => {
    expect(document.openapi).toBe('3.1.0')
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)]
    expect(references.length).toBeGreaterThan(10)
    for (const [, name] of references) expect(document.components.schemas).toHaveProperty(name!)
    for (const [method, path, operation] of operations()) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      const named = (operation.parameters ?? []).filter((each) => each.in === 'path').map(({ name }) => name)
      expect(named, `${method} ${path}`).toEqual(inPath)
      expect(operation.summary, `${method} ${path}`).toMatch(/[\u4e00-\u9fff]|OpenMetrics/)
      expect(operation.responses.default?.content, `${method} ${path}`).toHaveProperty(
        'application/problem+json',
      )
    }
  })

  test('holds every route that the server has, and no other', () => {
    const served = new Set(
      office.server.app.routes
        .filter(({ method }) => method !== 'ALL')
        .map(({ method, path }) => `${method.toLowerCase()} ${path.replace(/:(\w+)/g, '{$1}')}`)
        .filter((route) => !pageRoutes.includes(route.replace(/^get /, ''))),
    )
    const documented = new Set(operations().map(([method, path]) => `${method} ${path}`))
    expect([...documented].toSorted()).toEqual([...served].toSorted())
    expect(documented.size).toBeGreaterThan(35)
  })

  test('refuses unknown fields in every body and query', () => {
    const loose: string[] = []
    const look = (place: string, schema: Schema | undefined): void => {
      if (schema === undefined) return
      const name = schema.$ref?.split('/').at(-1)
      if (name !== undefined) {
        look(place, document.components.schemas[name])
        return
      }
      // What a browser's authenticator answers is for the browser's makers to extend; so is an act's input, which the kind checks.
      if (/\.response$|\.clientExtensionResults$/.test(place)) return
      if (schema.properties !== undefined && schema.additionalProperties !== false) loose.push(place)
      for (const [key, each] of Object.entries(schema.properties ?? {})) look(`${place}.${key}`, each)
      for (const each of [
        schema.items,
        ...(schema.oneOf ?? []),
        ...(schema.anyOf ?? []),
        ...(schema.allOf ?? []),
      ]) {
        look(place, each)
      }
    }
    for (const [method, path, { requestBody }] of operations()) {
      if (requestBody === undefined) continue
      expect(requestBody.required, `${method} ${path}`).toBe(true)
      look(`${method} ${path}`, requestBody.content['application/json']?.schema)
    }
    expect(loose).toEqual([])
  })
})

describe('sign-in', () => {
  const made = (path: string): string => path.replace('{kind}', 'TEST_CHANGE').replace(/\{\w+\}/g, 'none')

  test('is asked by every route that does not say otherwise, before anything else is looked at', async () => {
    const stranger = openBrowser(office.server)
    const guarded = operations().filter(([, , { security }]) => security === undefined)
    expect(guarded.length).toBeGreaterThan(28)
    for (const [method, path] of guarded) {
      const body = method === 'get' ? {} : { body: {} }
      const answer = await stranger.send(method.toUpperCase(), made(path), body)
      expect([answer.status, answer.body.code], `${method} ${path}`).toEqual([401, 'not_signed_in'])
    }
  })

  test('is replaced by a key of one’s own at the gate', async () => {
    const stranger = openBrowser(office.server)
    const keyed = operations().filter(([, , { security }]) => security?.some((each) => 'apiKey' in each))
    expect(keyed.map(([method, path]) => `${method} ${path}`).toSorted()).toEqual([
      'post /api/gate/attachments',
      'post /api/gate/orders',
      'post /api/gate/permits/{permit_id}/redeem',
    ])
    for (const [method, path] of keyed) {
      const answer = await stranger.send(method.toUpperCase(), made(path), { body: {} })
      expect([answer.status, answer.body.code], path).toEqual([401, 'not_signed_in'])
    }
  })

  test('is not asked by these alone', () => {
    const open = operations().filter(([, , { security }]) => security?.length === 0)
    expect(open.map(([method, path]) => `${method} ${path}`).toSorted()).toEqual([
      'get /api/sign-in/methods',
      'get /api/sign-in/oidc',
      'get /api/sign-in/oidc/callback',
      'get /health',
      'get /metrics',
      'post /api/enrolment/begin',
      'post /api/enrolment/finish',
      'post /api/sign-in/certificate',
      'post /api/sign-in/passkey',
      'post /api/sign-in/passkey/options',
      'post /api/sign-in/password',
    ])
  })

  test('no list answers more than its caller may see with an error of the server', async () => {
    const { enter1 } = office.browsers
    for (const [method, path] of operations()) {
      if (method !== 'get' || path.includes('oidc')) continue
      const answer = await enter1.get(made(path))
      expect(answer.status, path).toBeLessThan(500)
    }
  })
})

describe('the page to try it', () => {
  test('comes whole from this server and starts no script but its files', async () => {
    const browser = openBrowser(office.server)
    const page = await browser.get('/api/')
    expect(page.status).toBe(200)
    expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self';/)
    expect(page.text).not.toMatch(/https?:\/\//)
    const files = [...page.text.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, file]) => file!)
    expect(files).toEqual(['page/swagger-ui.css', 'page/swagger-ui-bundle.js', 'page/start.js'])
    for (const file of files) {
      const answer = await browser.get(`/api/${file}`)
      expect([answer.status, answer.text.length > 50], file).toEqual([200, true])
    }
    expect((await browser.get('/api/page/start.js')).text).toContain('validatorUrl: null')
    expect((await browser.get('/api')).headers.get('location')).toBe('/api/')
  })
})

import { createReadStream } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { Readable } from 'node:stream'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { HttpEnv } from './http-env.ts'
import { contentSecurityPolicy } from './security-headers.ts'

const pageWith = (banner: string): string => `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>防线 API</title>
<link rel="stylesheet" href="page/swagger-ui.css">
</head>
<body>
${banner}<div id="page"></div>
<script src="page/swagger-ui-bundle.js"></script>
<script src="page/start.js"></script>
</body>
</html>
`

/** No validator badge: nothing leaves the machine. Requests go out as the page's own, with its cookie. */
const start = `SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#page',
  validatorUrl: null,
  docExpansion: 'none',
  deepLinking: true,
  tryItOutEnabled: true,
})
`

const files: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
}

/** The bundle's pictures are data: addresses and its layout sets style attributes; scripts stay our own files. */
const pagePolicy = contentSecurityPolicy({ 'style-src': "'self' 'unsafe-inline'" })

const bannerStyle = 'margin:0;padding:10px 16px;background:#b42318;color:#fff;font:600 15px/1.5 sans-serif'

/** The page at /api/ on which every route can be tried, from files of this installation alone. @param banner plain text */
export function addApiPage(app: OpenAPIHono<HttpEnv>, { banner }: { readonly banner: string | null }): void {
  const page = pageWith(banner === null ? '' : `<p style="${bannerStyle}">${banner}</p>\n`)
  const folder = path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
  app.get('/api', (c) => c.redirect('/api/'))
  app.get('/api/', (c) => c.html(page, 200, { 'content-security-policy': pagePolicy }))
  app.get('/api/page/start.js', (c) => c.body(start, 200, { 'content-type': 'text/javascript' }))
  for (const [name, mediaType] of Object.entries(files)) {
    app.get(`/api/page/${name}`, (c) =>
      c.body(Readable.toWeb(createReadStream(path.join(folder, name))) as ReadableStream, 200, {
        'content-type': mediaType,
        'cache-control': 'private, max-age=3600',
      }),
    )
  }
}

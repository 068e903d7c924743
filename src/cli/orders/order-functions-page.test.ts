import path from 'node:path'
import { expect, test } from 'vitest'
import { packageRoot } from '#platform/config.ts'
import { orderFunctionsPage } from './order-functions-page.ts'

test('the page of the functions is what npm run docs makes of them', async () => {
  const file = path.join(packageRoot, 'docs', 'operate', 'order-functions.md')
  await expect(orderFunctionsPage()).toMatchFileSnapshot(file)
})

import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { keepWrappers } from './start-worker.ts'

test('this Node knows the flag', () => {
  const [name] = keepWrappers.split('=')
  expect(execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' })).toContain(`${name} `)
})

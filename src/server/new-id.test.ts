import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { uuidV7 } from './new-id.ts'

test('an id is a UUID of version 7 whose beginning is its time', () => {
  const at = Date.UTC(2026, 10, 21, 12)
  const id = uuidV7(at, randomBytes(10))
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(at)
  expect(uuidV7(at + 1, Buffer.alloc(10)) > uuidV7(at, Buffer.alloc(10, 255))).toBe(true)
  // RFC 9562, A.6.
  const random = Buffer.from('0cc318c4dc0c0c07398f', 'hex')
  expect(uuidV7(0x017f22e279b0, random)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f')
})

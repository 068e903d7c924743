import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { checkCharacter, hasRightCheckCharacter, normaliseIdentityNumber } from './identity-number.ts'

const vectorsFile = path.join(import.meta.dirname, '../../../shared/reference-data/identity/vectors.json')
const Vectors = z.object({
  identity_numbers_valid: z.array(z.string()),
  identity_15_digits: z.array(z.string()),
})

test.skipIf(!existsSync(vectorsFile))('published numbers have the check character we compute', () => {
  const vectors = Vectors.parse(JSON.parse(readFileSync(vectorsFile, 'utf8')))
  for (const number of vectors.identity_numbers_valid) expect(hasRightCheckCharacter(number)).toBe(true)
  for (const number of vectors.identity_15_digits) {
    expect(normaliseIdentityNumber(number)).toMatch(/^\d{6}19\d{9}[\dX]$/)
    expect(hasRightCheckCharacter(normaliseIdentityNumber(number))).toBe(true)
  }
})

test('a wrong check character is told from a right one', () => {
  const seventeen = '99010119400101001'
  const right = seventeen + checkCharacter(seventeen)
  expect(hasRightCheckCharacter(right)).toBe(true)
  for (const other of '0123456789X') {
    if (other !== right[17]) expect(hasRightCheckCharacter(seventeen + other)).toBe(false)
  }
})

test('a small x becomes X, 15 digits become 18, anything else stays', () => {
  expect(normaliseIdentityNumber('11010519491231002x')).toBe('11010519491231002X')
  expect(normaliseIdentityNumber('990101400101001')).toBe(
    `99010119400101001${checkCharacter('99010119400101001')}`,
  )
  expect(normaliseIdentityNumber('99010140010100')).toBe('99010140010100')
  expect(normaliseIdentityNumber('E12345678')).toBe('E12345678')
})

import { expect, test } from 'vitest'
import { sideBySide } from './side-by-side.ts'

test('the same work on all, answers in their order', async () => {
  expect(await sideBySide(['a', 'b'], async (each, index) => `${each}${index}`)).toEqual(['a0', 'b1'])
})

test('a failure is told when the others have ended, not before', async () => {
  let isSlowDone = false
  const slow = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, 50))
    isSlowDone = true
  }
  const failing = sideBySide(['fails', 'slow'], async (each) => {
    if (each === 'fails') throw new Error('no memory')
    await slow()
  })
  await expect(failing).rejects.toThrow('no memory')
  expect(isSlowDone).toBe(true)
})

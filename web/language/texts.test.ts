import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Texts } from './language.ts'

const web = path.join(import.meta.dirname, '..')
const chinese = /\p{Script=Han}/u
const textFiles = globSync('**/*texts.ts', { cwd: web })
/** Says how to come back to Chinese, in Chinese. */
const bothWays: ReadonlySet<string> = new Set(['toEnglish', 'languageShort'])

describe('the words of the pages', () => {
  test.for(textFiles)('%s has every text in Chinese and in English', async (file) => {
    const exported = Object.values((await import(path.join(web, file))) as Record<string, Texts>)
    const texts = exported.flatMap((each) => Object.entries(each))
    expect(texts.length).toBeGreaterThan(0)
    const isSignOnly = (text: string): boolean => /^[\s\p{Punctuation}]+$|^CSV$|^Excel|\{\w+\}/u.test(text)
    const wrong = texts.filter(([name, { zh, en }]) => {
      if (bothWays.has(name)) return false
      const places = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).toSorted()
      const isSame = JSON.stringify(places(zh)) === JSON.stringify(places(en))
      return !isSame || chinese.test(en) || en === '' || (!chinese.test(zh) && !isSignOnly(zh))
    })
    expect(wrong).toEqual([])
  })

  test.for(globSync('**/*.tsx', { cwd: web }))('%s has no words of its own', (file) => {
    const code = readFileSync(path.join(web, file), 'utf8').replace(/^\s*(\/\/|\/?\*).*$/gm, '')
    // The mark between things in a list, and titles of the standard by which a code list is found.
    const left = code.replace(/'、'|title: '(险种|状态|关系)'/g, '')
    expect(left.match(/[^\n]*\p{Script=Han}[^\n]*/gu) ?? []).toEqual([])
    expect(left.match(/>\s*[A-Za-z]{3,}[^<>{}=()]*<\//g) ?? []).toEqual([])
  })
})

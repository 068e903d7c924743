import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { rules } from '#rules/catalogue.ts'
import { checkout, newFolder, runProgram } from './program.ts'

async function textsOf(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).sort()
  const texts = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')))
  return Object.fromEntries(names.map((name, place) => [name, texts[place]!]))
}

describe('rules docs', () => {
  test('writes what is in docs/rules, twice the same, and takes away pages of rules that are gone', async () => {
    const folder = path.join(await newFolder(), 'rules')
    const first = await runProgram(['rules', 'docs', '--out', folder])
    expect(first).toMatchObject({ status: 0, told: '' })
    const pages = await textsOf(folder)
    expect(first.printed).toBe(`${Object.keys(pages).length} pages are in ${folder}.\n`)
    expect(Object.keys(pages)).toEqual(expect.arrayContaining(rules.map(({ code }) => `${code}.md`)))
    expect(pages).toEqual(await textsOf(path.join(checkout, 'docs/rules')))

    await writeFile(path.join(folder, 'OLD-01.md'), pages['DTH-01.md']!)
    await writeFile(path.join(folder, 'notes.md'), 'mine\n')
    expect(await runProgram(['rules', 'docs', '--out', folder])).toMatchObject({ status: 0 })
    expect(await textsOf(folder)).toEqual({ ...pages, 'notes.md': 'mine\n' })
  })

  test('writes over nothing that somebody else wrote', async () => {
    const folder = path.join(await newFolder(), 'project')
    await mkdir(folder)
    await writeFile(path.join(folder, 'README.md'), '# mine\n')
    expect(await runProgram(['rules', 'docs', '--out', folder])).toMatchObject({
      status: 2,
      printed: '',
      told: expect.stringContaining('README.md was not written by this command; name another folder.'),
    })
    expect(await textsOf(folder)).toEqual({ 'README.md': '# mine\n' })
  })

  test('must be told where to', async () => {
    expect(await runProgram(['rules', 'docs'])).toMatchObject({ status: 2, printed: '' })
  })
})

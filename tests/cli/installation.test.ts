import { chmod, copyFile, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { newFolder, runProgram, writeFiles } from './program.ts'
import { startProgram } from './served-program.ts'
import { smallDelivery } from './small-delivery.ts'

/** An installation for work from the first command on, with the embedded PostgreSQL, as docs/operate has it. */

const officers = ['--system', 'G001:赵一', '--security', 'G002:钱二', '--audit', 'G003:孙三']
const place = ['--region', '990000', '--region-name', '示例省', '--agency', 'A1', '--agency-name', '示例中心']

interface Installing {
  readonly folder: string
  readonly variables: Readonly<Record<string, string>>
  /** Of init, but for the folder of the codes. */
  readonly asked: readonly string[]
}

async function givenFolder(register: 'own' | 'mirror'): Promise<Installing> {
  const folder = await newFolder()
  // As root, the account of the database must pass through.
  await chmod(folder, 0o755)
  const port = String(18_000 + Math.floor(Math.random() * 20_000))
  const variables = {
    FANGXIAN_CONFIG: path.join(folder, 'fangxian.yaml'),
    FANGXIAN_DATA_FOLDER: path.join(folder, 'data'),
    FANGXIAN_MASTER_KEY_FILE: path.join(folder, 'master-key'),
    FANGXIAN_PORT: port,
  }
  await writeFile(variables.FANGXIAN_CONFIG, 'log: { level: error }\n')
  await mkdir(variables.FANGXIAN_DATA_FOLDER)
  const copy = path.join(folder, 'master-key-copy')
  return {
    folder,
    variables,
    asked: ['init', ...place, ...officers, '--register', register, '--master-key-copy', copy],
  }
}

/** The first call draws the key and asks for its copy; the second goes through. */
async function initialise({ folder, variables, asked }: Installing): Promise<string> {
  const first = await runProgram([...asked, '--out', path.join(folder, 'codes')], { variables })
  expect([first.status, first.told]).toEqual([2, expect.stringContaining('no second copy of the master key')])
  await copyFile(path.join(folder, 'master-key'), path.join(folder, 'master-key-copy'))
  const second = await runProgram([...asked, '--out', path.join(folder, 'codes')], { variables })
  expect([second.status, second.told]).toEqual([0, expect.any(String)])
  return second.printed
}

describe('an installation for work', () => {
  test('is made once, served, looked at from beside, verified, and stops in order', async () => {
    const given = await givenFolder('mirror')
    const { folder, variables, asked } = given
    const run = (...args: string[]) => runProgram(args, { variables })
    const early = await run('serve')
    expect([early.status === 0, early.told]).toEqual([false, expect.stringContaining('run fangxian init')])
    const printed = await initialise(given)
    const key = /^fangxian\S+$/m.exec(printed)?.[0]
    expect(key).toMatch(/^fangxian\/\S+\+[0-9a-f]{8}\+\S+$/)
    const codes = path.join(folder, 'codes')
    expect((await readdir(codes)).toSorted()).toEqual([
      'enrolment-G001.txt',
      'enrolment-G002.txt',
      'enrolment-G003.txt',
      'recovery-1.txt',
      'recovery-2.txt',
    ])
    expect((await stat(path.join(codes, 'recovery-1.txt'))).mode & 0o777).toBe(0o600)
    const again = await run(...asked, '--out', path.join(folder, 'more-codes'))
    expect([again.status === 0, again.told]).toEqual([false, expect.stringContaining('cannot run again')])
    await expect(stat(path.join(folder, 'more-codes'))).rejects.toThrow('ENOENT')
    expect(await run('migrate')).toMatchObject({ status: 0, printed: expect.stringContaining('up to date') })

    const serving = await startProgram(['serve'], variables)
    const openApi = await fetch(`${serving.url}/api/openapi.json`)
    expect(openApi.status).toBe(200)
    const code = /code ([0-9A-Z-]+),/.exec(
      await readFile(path.join(codes, 'enrolment-G001.txt'), 'utf8'),
    )?.[1]
    const begun = await fetch(`${serving.url}/api/enrolment/begin`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: serving.url },
      body: JSON.stringify({ code }),
    })
    expect([begun.status, await begun.json()]).toEqual([200, expect.objectContaining({ name: '赵一' })])
    // Beside the server: a delivery, its trail, who is missing.
    const delivery = await writeFiles(path.join(folder, 'delivery'), smallDelivery)
    const loaded = await run('register', 'load', delivery)
    expect([loaded.status, loaded.printed]).toEqual([0, expect.stringMatching(/^person +\d+$/m)])
    expect(await run('register', 'load', delivery)).toMatchObject({ status: 0 })
    const short = await run('access', 'check')
    expect([short.status, short.printed]).toEqual([3, expect.stringContaining('示例中心')])
    const verified = await run('trail', 'verify', '--database', '--key', key!)
    expect([verified.status, verified.printed]).toEqual([0, expect.stringContaining('The trail is intact')])
    const exported = await run('trail', 'export', '--out', path.join(folder, 'trail'))
    expect(exported.status, exported.told).toBe(0)
    expect(await runProgram(['trail', 'verify', path.join(folder, 'trail'), '--key', key!])).toMatchObject({
      status: 0,
    })
    expect(await serving.stop()).toMatchObject({ status: 0, told: expect.stringContaining('Stopping') })

    const recoveredTo = path.join(folder, 'recovered')
    const files = [1, 2].flatMap((each) => ['--code-file', path.join(codes, `recovery-${each}.txt`)])
    const wrong = await run('recover', 'G009', '--out', recoveredTo, ...files)
    expect([wrong.status, wrong.told]).toEqual([2, expect.stringContaining('check the staff number')])
    const recovered = await run('recover', 'G002', '--out', recoveredTo, ...files)
    expect([recovered.status, recovered.told]).toEqual([0, expect.any(String)])
    expect(await readFile(path.join(recoveredTo, 'enrolment-G002.txt'), 'utf8')).toMatch(/code [0-9A-Z]{4}-/)
    // Sixteen programs one after the other: a busy machine takes its time.
  }, 240_000)

  test('whose register is its own takes one delivery and no second', async () => {
    const given = await givenFolder('own')
    await initialise(given)
    const { folder, variables } = given
    const delivery = await writeFiles(path.join(folder, 'delivery'), smallDelivery)
    expect(await runProgram(['register', 'load', delivery], { variables })).toMatchObject({ status: 0 })
    const second = await runProgram(['register', 'load', delivery], { variables })
    expect([second.status, second.told]).toEqual([2, expect.stringContaining('our own')])
    const folders = await readdir(path.join(folder, 'data', 'snapshots'))
    expect(folders).toHaveLength(1)
  })
})

describe('bad input of the installation’s commands', () => {
  test.for<[string, string[], RegExp]>([
    ['an officer without a name', ['--system', 'G001'], /number:name/],
    ['a region of five digits', ['--region', '99000'], /six digits/],
    ['a register of nobody', ['--register', 'both'], /own or mirror/],
    ['the same person twice', ['--security', 'G001:赵一'], /three different people/],
    ['a folder that is there', ['--out', '.'], /not there yet/],
  ])('%s is one sentence, and nothing is left', async ([, changed, sentence]) => {
    const { folder, variables, asked } = await givenFolder('own')
    await writeFile(variables.FANGXIAN_MASTER_KEY_FILE!, '00'.repeat(32), { mode: 0o600 })
    await copyFile(path.join(folder, 'master-key'), path.join(folder, 'master-key-copy'))
    const [name, value] = changed as [string, string]
    const args = [...asked, '--out', path.join(folder, 'codes')]
    args[args.indexOf(name) + 1] = value
    const ended = await runProgram(args, { variables })
    expect(ended.status).not.toBe(0)
    expect(ended.told).toMatch(sentence)
    await expect(stat(path.join(folder, 'codes'))).rejects.toThrow('ENOENT')
  })

  test('a server of one’s own without its owner’s role is not migrated', async () => {
    const ended = await runProgram(['migrate'], {
      variables: { DATABASE_URL: 'postgresql://app@127.0.0.1:1/none' },
    })
    expect([ended.status, ended.told]).toEqual([2, expect.stringContaining('DATABASE_OWNER_URL')])
  })
})

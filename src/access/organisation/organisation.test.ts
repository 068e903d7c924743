import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { dayOf } from '#base/calendar-math.ts'
import type { Refusal } from '#base/refusal.ts'
import type { OutputSheet } from '#platform/xlsx/xlsx-types.ts'
import { writeXlsx } from '#platform/xlsx/xlsx-writer.ts'
import { areaCode, townships } from '#simulator/people/places.ts'
import { roleOfStaff } from '#simulator/staff/staffing.ts'
import { demonstrationGrants, demonstrationOrganisation } from './demonstration.ts'
import { Organisation } from './organisation.ts'
import { faultsOf } from './organisation-faults.ts'
import { postTemplates } from './post-templates.ts'
import { readOrganisation } from './read-organisation.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'fangxian-organisation-'))
afterAll(() => rmSync(folder, { recursive: true }))

const demonstration = demonstrationOrganisation(dayOf(2026, 11, 20))

async function refusalOf(promise: Promise<unknown>): Promise<Refusal> {
  return promise.then(
    () => expect.fail('was accepted'),
    (error: Refusal) => error,
  )
}

describe('the demonstration', () => {
  const levels = (level: string) => demonstration.regions.filter((each) => each.level === level)

  test('is a province, three cities, twelve counties and forty townships, all under 99', () => {
    expect(['PROVINCE', 'CITY', 'COUNTY', 'TOWN'].map((level) => levels(level).length)).toEqual([
      1, 3, 12, 40,
    ])
    expect(demonstration.regions.every(({ code }) => code.startsWith('99'))).toBe(true)
  })

  test('has 36 people in its first county, the first thirty with the roles of the simulator’s staff', () => {
    const agencies = demonstration.agencies.filter(({ region }) => region === '990101').map(({ id }) => id)
    const people = demonstration.staff.filter(({ agency }) => agencies.includes(agency))
    expect(people.length).toBe(36)
    const granted = new Map(demonstrationGrants(demonstration).map(({ staffId, role }) => [staffId, role]))
    const ofSimulator = Array.from({ length: 30 }, (_, index) => roleOfStaff(index))
    expect(people.slice(0, 30).map(({ id }) => granted.get(id))).toEqual(ofSimulator)
  })

  test('has the townships that the simulator’s county has', () => {
    const names = levels('TOWN').filter(({ parent }) => parent === areaCode)
    expect(names.map(({ name }) => name)).toEqual([...townships])
  })

  test('is free of faults, the same every time, and of people with different numbers', () => {
    expect(faultsOf(Organisation.parse(demonstration))).toEqual([])
    expect(demonstrationOrganisation(dayOf(2026, 11, 20))).toEqual(demonstration)
    const numbers = demonstration.staff.map(({ idNumber }) => idNumber)
    expect(new Set(numbers).size).toBe(demonstration.staff.length)
    expect(numbers.every((each) => each?.startsWith('990101'))).toBe(true)
  })
})

test('every post of domain 7.6 that has an account is a template', () => {
  const titles: readonly string[] = Object.values(postTemplates).map(({ title }) => title.zh)
  const named =
    '局长 分管领导 监督员 数据分析员 受理岗 初审岗 复核岗 审批岗 待遇核定岗 待遇发放岗 资格认证岗 稽核内控岗 社保卡管理岗 档案岗 会计 出纳 财务负责人 系统管理员 安全管理员 审计管理员 运维 政策科 纪检监察 审计 投资管理岗 托管对接岗'
  expect(named.split(' ').filter((title) => !titles.includes(title))).toEqual([])
})

const [someone, other] = [demonstration.staff[20]!, demonstration.staff[21]!]
const conflicting = demonstration.posts
  .filter(({ title }) => title === '初审岗' || title === '复核岗')
  .slice(0, 2)
const faulty: readonly (readonly [string, Partial<Organisation>, string])[] = [
  ['a person with a number twice', { staff: [...demonstration.staff, someone] }, 'stands twice'],
  [
    'two people with one id number',
    { staff: [someone, { ...other, idNumber: someone.idNumber }] },
    'have the same id number',
  ],
  [
    'an unknown agency',
    { staff: [{ ...someone, agency: 'A0' }] },
    `the agency A0 of ${someone.id} is not among the agencies`,
  ],
  [
    'a region without its parent',
    { regions: demonstration.regions.filter(({ code }) => code !== '990100') },
    'the parent 990100 of 990101 is not among the regions',
  ],
  [
    'a region below its own level',
    {
      regions: demonstration.regions.map((each) =>
        each.code === '990102' ? { ...each, parent: '990101' } : each,
      ),
    },
    'is not of a higher level',
  ],
  [
    'agencies in a circle',
    {
      agencies: demonstration.agencies.map((each) =>
        each.id === 'A990000' ? { ...each, parent: 'A990101' } : each,
      ),
    },
    'run in a circle',
  ],
  [
    'a post that unites what must be apart',
    {
      posts: demonstration.posts
        .map((each) => ({ ...each, roles: ['ENTRY', 'REVIEW'] as const }))
        .map((each) => ({ ...each, roles: [...each.roles] })),
    },
    'which must be apart; make two posts',
  ],
  [
    'a person on two such posts at once',
    {
      staff: [
        {
          ...someone,
          posts: conflicting.map(({ id }) => ({ post: id, startedOn: '2026-01-01', endedOn: null })),
        },
      ],
    },
    'whose duties must be apart',
  ],
  [
    'somebody who left on no day',
    { staff: [{ ...someone, status: 'RETIRED', leftOn: null }] },
    'is no longer on post; state since when',
  ],
]

describe('a file of an organisation', () => {
  const write = (name: string, text: string): string => {
    const file = path.join(folder, name)
    writeFileSync(file, text)
    return file
  }

  test('in JSON is read as it was written', async () => {
    const file = write('whole.json', JSON.stringify(demonstration))
    expect(await readOrganisation(file)).toEqual(demonstration)
  })

  test('that is no JSON, is not there, or has the wrong shape is refused with its name and place', async () => {
    const broken = await refusalOf(readOrganisation(write('broken.json', '{"regions": [')))
    expect(broken.code).toBe('unreadable_input')
    const missing = await refusalOf(readOrganisation(path.join(folder, 'none.json')))
    expect(missing.text.en).toContain('none.json')
    const strange = { ...demonstration, staff: [{ ...demonstration.staff[0], password: 'x' }] }
    const refused = await refusalOf(readOrganisation(write('strange.json', JSON.stringify(strange))))
    expect(refused.code).toBe('invalid_input')
    expect(refused.text.zh).toContain('staff[0]')
    const list = await refusalOf(readOrganisation(write('list.json', '[]')))
    expect(list.code).toBe('invalid_input')
  })

  test.for(faulty)('with %s is refused', async ([name, change, said]) => {
    const file = write(`${name}.json`, JSON.stringify({ ...demonstration, ...change }))
    const refused = await refusalOf(readOrganisation(file))
    expect(refused.code).toBe('invalid_input')
    expect(refused.text.en).toContain(said)
  })

  test('of which one post follows the other is accepted', async () => {
    const posts = [
      { post: conflicting[0]!.id, startedOn: '2024-01-01', endedOn: '2026-01-01' },
      { post: conflicting[1]!.id, startedOn: '2026-01-01', endedOn: null },
    ]
    expect(faultsOf({ ...demonstration, staff: [{ ...someone, posts }] })).toEqual([])
  })
})

const sheet = (
  name: string,
  headers: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): OutputSheet => ({
  name,
  columns: headers.map((header) => ({ header, width: 12, kind: 'text' })),
  rows,
})

const sheets = {
  regions: sheet(
    '地区',
    ['代码', '名称', '级别', '上级', '启用日期', '停用日期'],
    [
      ['990000', '云岭省', '省', '', '2015-01-01', ''],
      ['990100', '云川市', '市', '990000', '2015年1月1日', ''],
      ['990101', '云漳县', 'COUNTY', '990100', '20150101', ''],
    ],
  ),
  agencies: sheet(
    '机构',
    ['编号', '名称', '类别', '地区', '上级', '上级代审'],
    [['A1', '云漳县社会保险中心', '经办', '990101', '', '是']],
  ),
  posts: sheet(
    '岗位',
    ['编号', '机构', '名称', '风险岗位', '角色', '职责'],
    [
      ['P1', 'A1', '出纳', '是', '出纳', '网银制单U盾'],
      ['P2', 'A1', '审批岗', '是', 'APPROVAL', ''],
    ],
  ),
  limits: sheet(
    '额度',
    ['岗位', '业务', '级别', '金额（元）'],
    [
      ['P2', '', '1', '50000.50'],
      ['P2', 'REFUND', '2', '1'],
    ],
  ),
  staff: sheet(
    '人员',
    ['工号', '姓名', '机构', '状态', '离岗日期'],
    [
      ['G1', '王文清', 'A1', '在岗', ''],
      ['G2', '李晓岚', 'A1', '退休', '2026-01-01'],
    ],
  ),
  held: sheet(
    '任岗',
    ['工号', '岗位', '开始日期'],
    [
      ['G1', 'P1', '2025-01-01'],
      ['G1', 'P2', '2025-01-01'],
    ],
  ),
}

async function read(
  name: string,
  changes: Partial<Record<keyof typeof sheets, OutputSheet>> = {},
): Promise<Organisation> {
  const file = path.join(folder, `${name}.xlsx`)
  await writeXlsx(file, Object.values({ ...sheets, ...changes }))
  return readOrganisation(file)
}

describe('a workbook of an organisation', () => {
  test('is read with codes or titles, several forms of dates, limits and posts held', async () => {
    const organisation = await read('good')
    expect(organisation.regions.map(({ level, validFrom }) => [level, validFrom])).toEqual([
      ['PROVINCE', '2015-01-01'],
      ['CITY', '2015-01-01'],
      ['COUNTY', '2015-01-01'],
    ])
    expect(organisation.agencies[0]).toMatchObject({
      kind: 'HANDLING',
      reviewedBySuperior: true,
      parent: null,
    })
    expect(organisation.posts[0]).toMatchObject({
      roles: ['CASHIER'],
      properties: ['BANK_KEY_MAKER'],
      isKey: true,
    })
    expect(organisation.posts[1]!.limits).toEqual([
      { function: null, level: 1, maxYuan: '50000.50' },
      { function: 'REFUND', level: 2, maxYuan: '1' },
    ])
    expect(organisation.staff[0]!.posts.length).toBe(2)
  })

  test('with faults names sheet and row of each, and imports nothing', async () => {
    const posts = sheet(
      '岗位',
      ['编号', '机构', '名称', '风险岗位', '角色'],
      [
        ['P1', 'A1', '出纳', '也许', '出纳'],
        ['P2', '', '审批岗', '是', '超级用户'],
      ],
    )
    const refused = await refusalOf(read('faulty', { posts }))
    expect(refused.code).toBe('invalid_input')
    expect(refused.text.zh).toContain('工作表“岗位”第 2 行：“风险岗位”的值“也许”无法识别')
    expect(refused.text.zh).toContain('工作表“岗位”第 3 行：“机构”没有填写')
    expect(refused.text.zh).toContain('“角色”的值“超级用户”无法识别')
  })

  test('whose rows contradict each other names the row, too', async () => {
    const agencies = sheet('机构', ['编号', '名称', '类别', '地区'], [['A1', '中心', '经办', '990199']])
    const refused = await refusalOf(read('elsewhere', { agencies }))
    expect(refused.text.zh).toContain('工作表“机构”第 2 行：机构 A1 的地区 990199 不在地区表中')
  })

  test('with a strange column, a limit of no post, or without a sheet is refused', async () => {
    const staff = sheet(
      '人员',
      ['工号', '姓名', '机构', '状态', '密码'],
      [['G1', '王文清', 'A1', '在岗', 'x']],
    )
    expect((await refusalOf(read('column', { staff }))).text.zh).toContain('没有“密码”这一列')
    const limits = sheet('额度', ['岗位', '级别', '金额（元）'], [['P9', '1', '5']])
    expect((await refusalOf(read('limit', { limits }))).text.zh).toContain('编号 P9 没有对应的行')
    const unnamed = { ...sheets.staff, name: '别的' }
    expect((await refusalOf(read('sheet', { staff: unnamed }))).text.zh).toContain('工作表“人员”：没有这张表')
  })
})

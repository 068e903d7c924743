import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { rules } from '#rules/catalogue.ts'

/**
 * The shape of the code, checked like any other behaviour. Sizes of functions, cycles, enums, `any`, default exports
 * and file names are Biome's part (biome.json).
 */
const root = path.join(import.meta.dirname, '..')

/** The architecture: a folder imports itself and what is listed, nothing else. cli may import anything. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  base: [],
  benefit: ['base'],
  quant: ['base'],
  platform: ['base'],
  standard: ['base'],
  intake: ['base', 'platform', 'standard'],
  trail: ['base', 'platform'],
  access: ['base', 'platform', 'trail', 'standard/code-lists.ts', 'standard/role-conflicts.ts'],
  records: ['base', 'platform', 'trail', 'access'],
  register: ['base', 'platform', 'standard'],
  screening: ['base', 'benefit', 'platform', 'standard', 'register'],
  rules: [
    'base',
    'standard',
    'screening/finding.ts',
    'screening/parameter.ts',
    'screening/on-records/process-rule.ts',
    'screening/rule.ts',
    'screening/views.ts',
  ],
  simulator: ['base', 'benefit', 'standard'],
  reporting: ['base', 'platform', 'standard', 'screening/finding.ts'],
  exposure: [
    'base',
    'platform',
    'quant',
    'reporting/findings-files.ts',
    'reporting/page/markup.ts',
    'screening/finding.ts',
    'standard',
  ],
  orders: ['base', 'benefit', 'platform', 'standard', 'trail', 'access', 'records', 'register'],
  gate: ['base', 'platform', 'trail', 'access', 'records'],
  backup: [
    'base',
    'platform',
    'trail',
    'records/attachments/content-cipher.ts',
    'records/attachments/content-store.ts',
  ],
  staffing: ['base', 'platform', 'trail', 'access', 'records', 'standard'],
  packages: ['base', 'platform', 'trail'],
  sampling: ['base', 'platform', 'trail', 'access', 'records'],
  calendar: ['base'],
  campaigns: ['base', 'platform', 'access', 'records', 'sampling/draw.ts'],
  'risk-ledger': ['base', 'platform', 'access', 'records'],
  cases: ['base', 'platform', 'trail', 'access', 'records'],
  inspections: ['base', 'platform', 'access', 'records'],
  findings: [
    ...['base', 'platform', 'trail', 'access', 'records', 'standard'],
    ...['screening/finding.ts', 'register/loading/copy-text.ts'],
  ],
  duties: ['base', 'platform', 'access', 'records'],
  'major-events': ['base', 'platform', 'access', 'records'],
  meetings: ['base', 'platform', 'access', 'records'],
  overview: ['base', 'platform', 'access'],
  'periodic-reports': ['base', 'platform', 'standard', 'access', 'records'],
  fairness: ['base', 'platform'],
  'process-rules': [
    ...['base', 'platform', 'access', 'records', 'standard', 'screening', 'findings', 'runs'],
  ],
  profiles: ['base', 'platform', 'standard'],
  runs: ['base', 'platform', 'trail', 'access', 'standard', 'intake', 'screening', 'findings', 'fairness'],
  server: [
    ...['base', 'benefit', 'platform', 'standard', 'trail', 'access', 'records', 'register'],
    ...[
      'intake',
      'screening',
      'rules',
      'orders',
      'gate',
      'staffing',
      'inspections',
      'findings',
      'runs',
      'campaigns',
      'calendar',
      'cases',
      'duties',
      'major-events',
      'meetings',
      'periodic-reports',
      'overview',
      'fairness',
      'process-rules',
      'profiles',
      'risk-ledger',
      'sampling',
      'packages',
    ],
  ],
  cli: [
    'sampling/draw.ts',
    ...[
      'base',
      'benefit',
      'platform',
      'standard',
      'intake',
      'screening',
      'rules',
      'simulator',
      'reporting',
      'exposure',
    ],
    ...[
      'trail',
      'access',
      'records',
      'register',
      'orders',
      'gate',
      'staffing',
      'findings',
      'runs',
      'cases',
      'sampling',
      'backup',
      'packages',
      'server',
    ],
  ],
}

/** No clock, no dice, no environment, no outside world: they are arguments. */
const pureFolders: readonly string[] = ['base', 'benefit', 'quant', 'standard', 'simulator', 'rules']
const bannedInPureFolders: Readonly<Record<string, RegExp>> = {
  'the clock': /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(/,
  randomness: /\bMath\.random\(|\brandomBytes\b|\brandomUUID\b|\brandomInt\b/,
  // Not the folder of that name.
  'the environment': /(?<![/'-])\bprocess\b(?![-/'])|from '(node:)?process'/,
  'the outside world': /from 'node:(?!crypto')|from '@duckdb|\bfetch\(/,
}

const emptyNames: readonly string[] = [
  'utils',
  'util',
  'common',
  'helpers',
  'services',
  'types',
  'dto',
  'misc',
]

const linesMax = 400
/** The aim is fifteen. */
const filesInFolderMax = 22

function filesIn(pattern: string): string[] {
  const exclude = (name: string): boolean =>
    /(^|[/\\])(node_modules|\.git|data|screening-[^/\\]*)$/.test(name)
  return globSync(pattern, { cwd: root, exclude }).map((file) => file.split(path.sep).join('/'))
}

function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8')
}

const sources = filesIn('src/**/*.ts').map((file) => ({
  file,
  /** Below src/. */
  place: file.slice('src/'.length),
  folder: file.split('/')[1]!,
  text: read(file),
}))
/** Nobody reads it from the beginning to the end. */
const isGenerated = (text: string): boolean => /^\/\/ Generated from /.test(text)
const isForTests = (file: string): boolean => /\.test\.ts$|\/test-[a-z-]+\.ts$/.test(file)
const production = sources.filter(({ file }) => !isForTests(file))

function importsOf(place: string, text: string): string[] {
  return [
    ...text.matchAll(/(?:from|import) '(#[^']+|\.{1,2}\/[^']+)'|import\('(#[^']+|\.{1,2}\/[^']+)'\)/g),
  ].map(([, fixed, dynamic]) => {
    const specifier = fixed ?? dynamic!
    return specifier.startsWith('#')
      ? specifier.slice(1)
      : path.posix.join(path.posix.dirname(place), specifier)
  })
}

describe('the import table', () => {
  test.for(production)('$file imports only what its folder may', ({ place, folder, text }) => {
    const allowed = mayImport[folder]
    expect(allowed, `${folder} is not in the import table`).toBeDefined()
    const strangers = importsOf(place, text).filter((target) => {
      const targetFolder = target.split('/')[0]!
      return targetFolder !== folder && !allowed!.includes(targetFolder) && !allowed!.includes(target)
    })
    expect(strangers).toEqual([])
  })

  test.for(sources)(
    '$file names other folders with #, and files beside it with ./',
    ({ place, folder, text }) => {
      const upwards = [...text.matchAll(/from '(\.\.\/[^']+)'/g)].map(([, specifier]) => specifier!)
      const leaving = upwards.filter(
        (each) => !path.posix.join(path.posix.dirname(place), each).startsWith(`${folder}/`),
      )
      const beside = text.match(new RegExp(`from '#${path.posix.dirname(place)}/[^/']+'`, 'g')) ?? []
      expect([...leaving, ...beside]).toEqual([])
    },
  )
})

describe('every source file', () => {
  test.for(sources)('$file is small and is no barrel', ({ file, text }) => {
    if (!isGenerated(text)) expect(text.split('\n').length - 1).toBeLessThanOrEqual(linesMax)
    expect(path.basename(file)).not.toBe('index.ts')
    expect(text).not.toMatch(/^export \*/m)
  })

  test.for(sources)('$file has a name that says something', ({ place }) => {
    const words = place.replace(/(\.test)?\.ts$/, '').split('/')
    expect(words.filter((word) => emptyNames.includes(word))).toEqual([])
  })

  test.for(production.filter(({ folder }) => pureFolders.includes(folder)))('$file is pure', ({ text }) => {
    const found = Object.entries(bannedInPureFolders).filter(([, pattern]) => pattern.test(text))
    expect(found.map(([what]) => what)).toEqual([])
  })

  test('no function stands in two of them', () => {
    const places = new Map<string, string[]>()
    for (const { place, text } of production) {
      for (const [whole] of text.matchAll(/^(export )?(async )?function [\s\S]*?^}$/gm)) {
        const body = whole.replace(/^export /, '')
        places.set(body, [...(places.get(body) ?? []), place])
      }
    }
    const copies = [...places].filter(([, found]) => found.length > 1)
    expect(copies.map(([body, found]) => `${body.split('\n')[0]} ${found.join(' ')}`)).toEqual([])
  })

  test('only platform/config.ts reads the environment', () => {
    const readers = production.filter(({ text }) => /\bprocess\.env\b/.test(text)).map(({ place }) => place)
    expect(readers).toEqual(['platform/config.ts'])
  })

  test('no test asserts how long something takes: a busy machine is no defect, bench/ measures', () => {
    const timed = [
      ...filesIn('src/**/*.test.ts'),
      ...filesIn('tests/**/*.ts'),
      ...filesIn('web/**/*.test.ts'),
    ].filter((file) =>
      /\bexpect\([^\n]*performance\.now\(|\bexpect\((ms|[\w.]*Ms)\)\.toBeLess/.test(read(file)),
    )
    expect(timed).toEqual([])
  })

  test('only platform/start-worker.ts starts threads', () => {
    const starters = production.filter(({ text }) => /\bnew Worker\(/.test(text)).map(({ place }) => place)
    expect(starters).toEqual(['platform/start-worker.ts'])
  })

  test('only screening/on-clickhouse/node.ts speaks to ClickHouse', () => {
    const speakers = sources
      .filter(({ text }) => text.includes(`from '@${'clickhouse'}/`))
      .map(({ place }) => place)
    expect(speakers).toEqual(['screening/on-clickhouse/node.ts'])
  })

  test('work on several shards ends on all of them before a failure is told: side-by-side.ts', () => {
    const hasty = production
      .filter(
        ({ place, text }) =>
          place.startsWith('screening/on-clickhouse/') && /\bPromise\.(all|race|any)\(/.test(text),
      )
      .map(({ place }) => place)
    expect(hasty).toEqual([])
  })

  test('a folder holds a noun: with many more than fifteen source files it is two', () => {
    const counts = new Map<string, number>()
    for (const { place } of production) {
      const folder = path.posix.dirname(place)
      counts.set(folder, (counts.get(folder) ?? 0) + 1)
    }
    const crowded = [...counts].filter(([, count]) => count > filesInFolderMax)
    expect(crowded).toEqual([])
  })
})

describe('rules', () => {
  const ruleFiles = production.filter(
    ({ text }) => /\bdefineRule\(\{/.test(text) && !text.includes('function defineRule'),
  )

  test.for(ruleFiles)(
    '$file is named by its id, stands in the catalogue and has a test',
    ({ place, text }) => {
      const id = place.slice('rules/'.length, -'.ts'.length)
      expect(place).toMatch(/^rules\/[a-z-]+\/[a-z-]+\.ts$/)
      expect(text).toContain(`id: '${id}'`)
      expect(rules.map((rule) => rule.id)).toContain(id)
      expect(sources.map((source) => source.place)).toContain(place.replace(/\.ts$/, '.test.ts'))
    },
  )

  test('in the catalogue have a file each and no code twice', () => {
    expect(ruleFiles.length).toBe(rules.length)
    expect(new Set(rules.map((rule) => rule.code)).size).toBe(rules.length)
  })
})

const documents = filesIn('**/*.md').map((file) => ({ file, text: read(file) }))

function withoutCode(text: string): string {
  return text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '')
}

/** The anchor that a heading gets on code hosts. */
function anchorOf(heading: string): string {
  return heading
    .replace(/[`*]/g, '')
    .trim()
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}\s_-]/gu, '')
    .replace(/\s/g, '-')
}

function headingsOf(text: string): string[] {
  const prose = text.replace(/^```[\s\S]*?^```/gm, '')
  return [...prose.matchAll(/^#{1,6} +(.+)$/gm)].map(([, heading]) => heading!)
}

/** Commands in the code blocks: what a newcomer would type. */
function commandsOf(text: string): string[] {
  const blocks = [...text.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].map(([, block]) => block!)
  return blocks.flatMap((block) => block.match(/^(?:npm|bin\/fangxian) .+$/gm) ?? [])
}

describe('documents', () => {
  test.for(documents)('every link in $file leads somewhere', ({ file, text }) => {
    const links = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!)
    const broken = links.filter((link) => {
      if (/^(https?|mailto):/.test(link)) return false
      const [target, anchor] = decodeURI(link).split('#') as [string, string | undefined]
      const found = target === '' ? file : path.posix.join(path.posix.dirname(file), target)
      if (!existsSync(path.join(root, found))) return true
      return anchor !== undefined && !headingsOf(read(found)).map(anchorOf).includes(anchor)
    })
    expect(broken).toEqual([])
  })

  test('README.md and README.zh-CN.md have the same sections and the same commands', () => {
    const [english, chinese] = [read('README.md'), read('README.zh-CN.md')]
    const levels = (text: string): string[] => text.match(/^#{1,6}(?= )/gm) ?? []
    expect(levels(chinese)).toEqual(levels(english))
    expect(commandsOf(english).length).toBeGreaterThan(5)
    expect(commandsOf(chinese)).toEqual(commandsOf(english))
  })

  test('every identifier in the glossary exists in the code', () => {
    const code = sources.map(({ text }) => text).join('\n')
    const rows = read('docs/glossary.md').match(/^\|.+\|$/gm) ?? []
    const identifiers = rows.flatMap((row) => [...row.matchAll(/`([^`]+)`/g)].map(([, name]) => name!))
    expect(identifiers.length).toBeGreaterThan(20)
    expect(identifiers.filter((name) => !new RegExp(`\\b${name.replace('.', '\\.')}\\b`).test(code))).toEqual(
      [],
    )
  })
})

describe('the package', () => {
  test('pins every dependency exactly', () => {
    const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string> | undefined>
    const versions = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
      Object.entries(manifest[kind] ?? {}),
    )
    expect(versions.length).toBeGreaterThan(10)
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([])
  })

  test('says nothing of the machine it was written on', () => {
    const texts = [...filesIn('{*,.*}'), ...filesIn('{src,bin,tests,docs,policy,bench,.ci}/**/*')].filter(
      (file) => /(^|\/)[^/]+\.(ts|js|mjs|json|md|yaml|yml)$|^bin\/|^\.ci\//.test(file),
    )
    const paths = new RegExp(`(^|[^\\w.-])/${'work'}/|/${'bash'}_jobs`)
    expect(texts.length).toBeGreaterThan(50)
    expect(texts.filter((file) => paths.test(read(file)))).toEqual([])
  })
})

import { type Day, dayLessMonths, formatDay } from '#base/calendar-math.ts'
import { checkCharacter } from '#base/identity-number.ts'
import type { Role } from '#standard/code-lists.ts'
import { cities, demonstrationRegions, provinceCode, provinceName } from './demonstration-places.ts'
import type { Agency, Organisation, Post, StaffMember } from './organisation.ts'
import { type PostTemplateCode, postTemplates } from './post-templates.ts'

/**
 * The demonstration's organisation (platform.md 14): a province that does not exist, and in its first county 36 people
 * whose numbers and roles are those of the simulator's staff, so that their operations are theirs. No dice: the same
 * day gives the same organisation.
 */

type Limits = Readonly<Post['limits']>

interface Office {
  readonly agency: Agency
  readonly people: readonly PostTemplateCode[]
  /** The first staff number; of the first county the simulator's. */
  readonly firstNumber: number
}

/** Staff numbers 1 to 30 as the simulator deals roles; 31 to 36 lead, keep parameters and inspect. */
const firstCounty: readonly (readonly [PostTemplateCode, 'centre' | 'bureau'])[] = [
  ['systemOfficer', 'centre'],
  ['securityOfficer', 'centre'],
  ['auditOfficer', 'centre'],
  ['accountant', 'centre'],
  ['cashier', 'centre'],
  ['reconciliation', 'centre'],
  ['internalAudit', 'centre'],
  ['archive', 'centre'],
  ['cardIssue', 'centre'],
  ['cardVault', 'centre'],
  ['supervisor', 'bureau'],
  ['approval', 'centre'],
  ['approval', 'centre'],
  ['benefitPayment', 'centre'],
  ['benefitPayment', 'centre'],
  ['benefitReview', 'centre'],
  ['benefitReview', 'centre'],
  ['review', 'centre'],
  ['entry', 'centre'],
  ['acceptance', 'centre'],
  ['certification', 'centre'],
  ['review', 'centre'],
  ['entry', 'centre'],
  ['acceptance', 'centre'],
  ['certification', 'centre'],
  ['review', 'centre'],
  ['entry', 'centre'],
  ['acceptance', 'centre'],
  ['certification', 'centre'],
  ['review', 'centre'],
  ['head', 'bureau'],
  ['deputyHead', 'bureau'],
  ['agencyHead', 'centre'],
  ['financeHead', 'centre'],
  ['policy', 'bureau'],
  ['discipline', 'bureau'],
]

const smallCentre: readonly PostTemplateCode[] = [
  'agencyHead',
  'entry',
  'review',
  'approval',
  'benefitReview',
  'benefitPayment',
]
const fullCentre: readonly PostTemplateCode[] = [
  'agencyHead',
  'entry',
  'entry',
  'review',
  'review',
  'approval',
  'approval',
  'benefitReview',
  'benefitReview',
  'benefitPayment',
  'benefitPayment',
  'certification',
]
const superiorCentre: readonly PostTemplateCode[] = [
  ...fullCentre,
  'systemOfficer',
  'securityOfficer',
  'auditOfficer',
  'internalAudit',
]
const superiorBureau: readonly PostTemplateCode[] = ['head', 'deputyHead', 'supervisor', 'policy']

const centreOf = (code: string): string => `A${code}`
const bureauOf = (code: string): string => `B${code}`

function agency(
  id: string,
  given: Pick<Agency, 'name' | 'kind' | 'region'> & { readonly parent: string | null },
): Agency {
  return { id, ...given, reviewedBySuperior: null }
}

function offices(): readonly Office[] {
  const list: Office[] = []
  let firstNumber = 101
  const open = (opened: Agency, people: readonly PostTemplateCode[]): void => {
    list.push({ agency: opened, people, firstNumber })
    firstNumber += people.length
  }
  const centre = (code: string, name: string, parent: string | null): Agency =>
    agency(centreOf(code), { name: `${name}社会保险中心`, kind: 'HANDLING', region: code, parent })
  const bureau = (code: string, name: string, parent: string | null): Agency =>
    agency(bureauOf(code), { name: `${name}人力资源和社会保障局`, kind: 'ADMIN', region: code, parent })
  open(centre(provinceCode, provinceName, null), superiorCentre)
  open(bureau(provinceCode, provinceName, null), superiorBureau)
  let isSmall = false
  for (const city of cities) {
    open(centre(city.code, city.name, centreOf(provinceCode)), superiorCentre)
    for (const county of city.counties) {
      if (county.code === '990101') continue
      isSmall = !isSmall
      open(centre(county.code, county.name, centreOf(city.code)), isSmall ? smallCentre : fullCentre)
    }
  }
  // Last: the numbers before stay whose they are.
  for (const city of cities) open(bureau(city.code, city.name, bureauOf(provinceCode)), superiorBureau)
  return list
}

/** What an approver may pass alone, what the senior one may after a hit, and what the head may write off, in yuan. */
const limitsOf: Readonly<Partial<Record<PostTemplateCode, readonly Limits[]>>> = {
  approval: [
    [
      { function: null, level: 1, maxYuan: '50000' },
      { function: 'PAYMENT_FILE', level: 1, maxYuan: '50000000' },
    ],
    [
      { function: null, level: 2, maxYuan: '500000' },
      { function: 'PAYMENT_FILE', level: 2, maxYuan: '200000000' },
    ],
  ],
  agencyHead: [[{ function: null, level: 2, maxYuan: '500000' }]],
}

const surnames = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高']
const givenNames = [
  '文清',
  '晓岚',
  '建国',
  '秀英',
  '志远',
  '海燕',
  '明哲',
  '玉兰',
  '永刚',
  '雨桐',
  '德福',
  '静怡',
  '立群',
]

function nameOf(number: number): string {
  return `${surnames[number % surnames.length]!}${givenNames[(number * 7) % givenNames.length]!}`
}

/**
 * Area code 990101, which no real person has. Born on the last day of a leap year, on which none of the simulator's
 * people is born, so that nobody of the staff is taken for an insured person.
 */
function idNumberOf(number: number): string {
  const seventeen = `990101${1972 + 4 * (number % 6)}1231${String(number % 1000).padStart(3, '0')}`
  return seventeen + checkCharacter(seventeen)
}

/** One post for each person, so that each can be limited and rotated by itself. */
function employ(
  place: { readonly agency: Agency; readonly template: PostTemplateCode; readonly rank: number },
  number: number,
  today: Day,
): { readonly post: Post; readonly member: StaffMember } {
  const { title, roles, properties, isKey } = postTemplates[place.template]
  const lines = limitsOf[place.template]
  const post: Post = {
    id: `P${String(number).padStart(5, '0')}`,
    agency: place.agency.id,
    title: title.zh,
    titleInEnglish: title.en,
    isKey,
    monthsMax: 36,
    roles: [...roles],
    properties: [...properties],
    limits: lines === undefined ? [] : [...lines[place.rank % lines.length]!],
  }
  // Some have been there for more than three years: what the rotation warning is for.
  const startedOn = formatDay(dayLessMonths(today, 2 + ((number * 5) % 40)))
  const member: StaffMember = {
    id: `G${String(number).padStart(5, '0')}`,
    name: nameOf(number),
    idNumber: idNumberOf(number),
    agency: place.agency.id,
    department: null,
    status: 'ON_POST',
    joinedOn: formatDay(dayLessMonths(today, 120 + (number % 60))),
    leftOn: null,
    posts: [{ post: post.id, startedOn, endedOn: null }],
  }
  return { post, member }
}

function rankIn(list: readonly PostTemplateCode[], index: number): number {
  return list.slice(0, index).filter((each) => each === list[index]).length
}

export function demonstrationOrganisation(today: Day): Organisation {
  const centre = agency(centreOf('990101'), {
    name: '云漳县社会保险中心',
    kind: 'HANDLING',
    region: '990101',
    parent: centreOf('990100'),
  })
  const bureau = agency(bureauOf('990101'), {
    name: '云漳县人力资源和社会保障局',
    kind: 'ADMIN',
    region: '990101',
    parent: bureauOf('990100'),
  })
  const others = offices()
  const templates = firstCounty.map(([template]) => template)
  const employed = [
    ...firstCounty.map(([template, where], index) =>
      employ(
        { agency: where === 'centre' ? centre : bureau, template, rank: rankIn(templates, index) },
        index + 1,
        today,
      ),
    ),
    ...others.flatMap(({ agency: office, people, firstNumber }) =>
      people.map((template, index) =>
        employ({ agency: office, template, rank: rankIn(people, index) }, firstNumber + index, today),
      ),
    ),
  ]
  return {
    regions: demonstrationRegions(),
    agencies: [...others.map((each) => each.agency), centre, bureau],
    posts: employed.map(({ post }) => post),
    staff: employed.map(({ member }) => member),
  }
}

export interface DemonstrationGrant {
  readonly staffId: string
  readonly role: Role
  readonly regions: readonly string[]
}

/** The roles of everybody's posts, on the region of the agency; a real installation has them from its officers. */
export function demonstrationGrants(organisation: Organisation): readonly DemonstrationGrant[] {
  const posts = new Map(organisation.posts.map((each) => [each.id, each]))
  const regions = new Map(organisation.agencies.map(({ id, region }) => [id, region]))
  return organisation.staff.flatMap((member) =>
    member.posts.flatMap(({ post }) =>
      posts
        .get(post)!
        .roles.map((role) => ({ staffId: member.id, role, regions: [regions.get(member.agency)!] })),
    ),
  )
}

/** Employers, enrolments, contributions and what they are held against: bounds, taxed wages, declarations. */
import { day, dayText, monthText, second, secondText } from '../dates.ts'
import { shuffled } from './chance.ts'
import { add, type DraftPerson, orNull, someDay, someMonth, stamp, type World } from './people.ts'

const employers = ['W1', 'W2', 'W3']

export function makeEmployers(world: World): void {
  const { random } = world
  for (const employer of employers) {
    if (random.maybe(0.06)) continue
    add(world, 'employer', {
      employer_id: employer,
      credit_code: orNull(world, random.maybe(0.9) ? `99${employer}` : '99W1', 0.04),
      name: '某厂',
      region: orNull(world, random.pick(['990101', '990101', '990102'])),
    })
  }
}

export function makeBounds(world: World): void {
  const { random, latest } = world
  const years = [latest - 36, latest - 12, latest - 2, latest, latest + 1]
  for (const name of ['BASE_MIN', 'BASE_MAX']) {
    for (const region of ['990101', '990102', '*']) {
      for (const scheme of ['110', '310']) {
        const rows = random.pick([0, 1, 1, 2])
        for (let index = 0; index < rows; index += 1) {
          const from = random.pick(years)
          const values =
            name === 'BASE_MIN' ? ['4000', '4000.005', '4250.123456'] : ['20000', '20000.5', '6000']
          add(world, 'policy_parameter', {
            name,
            region,
            scheme,
            value: random.pick(values),
            valid_from: monthText(from),
            valid_to: orNull(world, monthText(from + random.pick([0, 1, 11, 35])), 0.5),
            document: orNull(world, '文1'),
          })
        }
      }
    }
  }
  add(world, 'policy_parameter', {
    name: 'AVERAGE_WAGE',
    region: '*',
    scheme: '110',
    value: '7000',
    valid_from: monthText(latest - 12),
    valid_to: null,
  })
}

/** A yuan below, a fen more; nine tenths of the bounds and of the wages, and a fen less. */
const bases = [
  ...['3999.00', '3998.99', '3999.01', '4000.00', '20001.00', '20001.01', '20001.50', '20001.51', '6001.01'],
  ...['3600.00', '3599.99', '4500.00', '4499.99', '4500.01', '2500.00', '5000.00', '5400.00'],
  ...['5399.99', '18000.00', '17999.99', '3000.03', '-100.00'],
]

export function makeContributions(world: World, people: readonly DraftPerson[]): void {
  const { random, latest } = world
  let number = 0
  for (const person of people) {
    if (random.maybe(0.2)) continue
    const employer = random.maybe(0.7) ? 'W1' : random.pick([...employers, null])
    const count = random.below(5)
    for (let index = 0; index < count; index += 1) {
      number += 1
      add(world, 'contribution', {
        contribution_id: `N${number}`,
        person_id: person.personId,
        employer_id: random.maybe(0.9) ? employer : random.pick(['W2', 'W9']),
        scheme: random.pick(['110', '110', '110', '310', '170']),
        period: monthText(random.maybe(0.7) ? latest - random.below(15) : someMonth(world)),
        base: random.pick(bases),
        employer_rate: orNull(world, random.pick(['0.16', '0.16', '0.165', '0.123457'])),
        person_rate: orNull(world, random.pick(['0.08', '0.08', '0.02'])),
        kind: orNull(
          world,
          random.pick(['NORMAL', 'NORMAL', 'NORMAL', 'NORMAL', 'BACK_PAYMENT', 'TOP_UP']),
          0.05,
        ),
      })
    }
    makeWages(world, person, employer)
  }
}

/** The months of the year before, of which a rule wants six. */
function makeWages(world: World, person: DraftPerson, employer: string | null): void {
  const { random, latest } = world
  const year = Math.floor(latest / 12) - random.pick([1, 1, 1, 2])
  const months = random.pick([0, 4, 5, 6, 6, 7, 8])
  const wage = random.pick(['5000.00', '5000.00', '5000.01', '3000.00', '30000.00', '6666.67', '4000.00'])
  for (let index = 0; index < months; index += 1) {
    add(world, 'taxed_wage', {
      id_number: person.idNumber,
      credit_code: `99${employer ?? 'W1'}`,
      period: monthText(year * 12 + 11 - index),
      wage: random.maybe(0.85) ? wage : random.pick(['0.00', '10000.00', '5000.02']),
    })
  }
}

/** Employers that declare for several persons about nine tenths of what they earned, or of a bound. */
export function makeUnderDeclared(world: World, people: readonly DraftPerson[]): void {
  underDeclare(world, people, 'W3')
  if (world.random.maybe(0.6)) underDeclare(world, people, 'W2')
}

function underDeclare(world: World, people: readonly DraftPerson[], employer: string): void {
  const { random, latest } = world
  const january = Math.floor(latest / 12) * 12
  const some = shuffled(random, people).slice(0, random.pick([3, 3, 4, 5]))
  const isTold = random.maybe(0.5)
  for (const [index, { personId, idNumber }] of some.entries()) {
    const [wage, others] = random.pick([
      ['5000.00', ['4499.99', '4499.99', '4500.00']],
      ['5000.01', ['4500.00', '4500.00', '4500.01']],
      ['3000.00', ['3599.99', '3600.00', '2699.99']],
      ['30000.00', ['17999.99', '18000.00', '5399.99', '26999.99']],
    ] as const)
    const months = isTold ? 6 : random.pick([5, 6, 6, 6, 7, 7, 7, 8])
    for (let month = 0; month < months; month += 1) {
      const isOther = month === 0 && random.maybe(0.3)
      add(world, 'taxed_wage', {
        id_number: idNumber,
        credit_code: `99${employer}`,
        period: monthText(january - 12 + month),
        wage: isOther ? '5000.03' : wage,
      })
    }
    const lines = 1 + random.below(3)
    for (let line = 0; line < lines; line += 1) {
      add(world, 'contribution', {
        contribution_id: `NU${employer}${index}-${line}`,
        person_id: personId,
        employer_id: employer,
        scheme: isTold || random.maybe(0.92) ? '110' : '310',
        period: monthText(january + random.below(12)),
        // The first is a fen too low, mostly.
        base: isTold && line === 0 ? others[0] : random.pick(others),
        employer_rate: orNull(world, '0.16'),
        person_rate: orNull(world, '0.08'),
        kind: isTold || random.maybe(0.92) ? 'NORMAL' : 'TOP_UP',
      })
    }
  }
}

export function makeEnrolments(world: World, people: readonly DraftPerson[]): void {
  const { random } = world
  let number = 0
  for (const person of people) {
    const count = random.below(4)
    for (let index = 0; index < count; index += 1) {
      number += 1
      const status = random.pick(['ENDED', 'ENDED', 'ACTIVE', 'ACTIVE', 'PAUSED'])
      const hasEnd = status === 'ENDED' ? 0.1 : 0.8
      const ended = random.maybe(0.5) ? someDay(world) : someDay({ ...world, latest: world.latest - 1 })
      add(world, 'enrolment', {
        enrolment_id: `M${number}`,
        person_id: person.personId,
        employer_id: orNull(world, 'W1'),
        scheme: random.pick(['110', '120', '170', '310']),
        status,
        started_on: dayText(someDay(world) + random.pick([0, 0, 1])),
        ended_on: orNull(world, dayText(ended), hasEnd),
        end_reason: orNull(world, random.pick(['DEATH', 'DEATH', 'DEATH', 'RETIRED']), hasEnd),
      })
    }
  }
}

export function makeDeclarations(world: World): void {
  const { random, latest } = world
  for (const employer of [...employers, 'W9']) {
    const isLarge = random.maybe(0.3)
    const count = random.pick(isLarge ? [2, 3, 3, 3, 4] : [0, 2, 3, 4, 11, 12, 12, 13])
    for (let index = 0; index < count; index += 1) {
      const payable = isLarge ? '333333.34' : random.pick(['1000.00', '0.01'])
      const other = isLarge
        ? ['0.00', '0.01', '0.02']
        : ['0.00', '-5.00', '-5.00', random.pick(['999.99', '1000.01'])]
      for (const scheme of random.pick([['110'], ['110'], ['310'], ['110', '410']])) {
        add(world, 'contribution_declaration', {
          employer_id: employer,
          scheme,
          period: monthText(latest - index),
          headcount: orNull(world, '12'),
          payable,
          paid: random.maybe(0.08) ? payable : random.pick(other),
        })
      }
    }
  }
}

export function makeAdjustments(world: World, people: readonly DraftPerson[]): void {
  const { random } = world
  const retirements = world.tables.get('retirement') ?? []
  let number = 0
  for (const person of people) {
    const own = retirements.filter((each) => each.person_id === person.personId)
    const count = random.below(3)
    for (let index = 0; index < count; index += 1) {
      number += 1
      const retire = own.length > 0 ? second(`${random.pick(own).retire_month}-01 00:00:00`) : null
      const months = random.pick([0, 1, 11, 12, 13])
      const text = retire === null ? null : secondText(retire).slice(0, 7)
      const at = text === null ? someDay(world) : dayInMonthBefore(text, months, random.maybe(0.5))
      add(world, 'account_adjustment', {
        adjustment_id: `J${number}`,
        person_id: person.personId,
        scheme: '110',
        period_from: monthText(someMonth(world)),
        period_to: monthText(someMonth(world)),
        months: random.pick(['1', '1', '11', '11', '12', '13']),
        amount: random.pick(['1200.00', '-3.00', '0.01']),
        kind: orNull(world, random.pick(['BACK_FILL', 'BACK_FILL', 'BACK_RECORD', 'ADJUST'])),
        voucher_number: orNull(world, 'V1'),
        operator_id: 'S1',
        reviewer_id: orNull(world, random.pick(['S2', 'S2', 'S2', 'S1'])),
        recorded_at: stamp(at, random.pick(['00:00:00', '23:59:59'])),
      })
    }
  }
}

/** The first or the last day of the month so many months before. */
function dayInMonthBefore(month: string, months: number, isLast: boolean): number {
  const [year, number] = month.split('-').map(Number)
  const target = year! * 12 + number! - 1 - months
  return isLast ? day(`${monthText(target + 1)}-01`) - 1 : day(`${monthText(target)}-01`)
}

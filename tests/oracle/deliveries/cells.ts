/** One canonical value, written in one of the many ways the standard allows, or in a way it does not. */
import type { Column } from '#standard/table.ts'
import { checkDigit } from '../loading/cells.ts'
import type { Chance } from './chance.ts'

const nullSpellings = ['', '', '', 'NULL', '\\N', '-', '—', '  ', '\u3000', ' - ', '\u00a0NULL']

/** `canonical` is null, or a value as the standard's first spelling writes it: `2024-03`, `1234.50`, `true`. */
export function written(random: Chance, column: Column, canonical: string | null): string {
  if (canonical === null) return random.pick(nullSpellings)
  if (random.maybe(0.5)) return canonical
  const text = otherSpelling(random, column, canonical)
  return random.maybe(0.15) ? random.pick([` ${text}`, `${text}  `, `\u3000${text}`, `\u00a0${text} `]) : text
}

function otherSpelling(random: Chance, column: Column, text: string): string {
  switch (column.type) {
    case 'id':
      return random.maybe(0.3) ? fullWidth(text) : text
    case 'text':
      return otherText(random, column, text)
    case 'code':
      return random.maybe(0.6) ? (column.codes?.[text] ?? text) : fullWidth(text)
    case 'int':
      return random.maybe(0.3) && !text.startsWith('-') ? fullWidth(text) : text
    case 'money':
      return otherMoney(random, text)
    case 'rate':
      return random.maybe(0.3) ? fullWidth(text) : text
    case 'date':
      return otherDate(random, text)
    case 'month':
      return otherMonth(random, text)
    case 'timestamp':
      return otherTimestamp(random, text)
    case 'bool':
      return text === 'true'
        ? random.pick(['1', '是', 'Y', 'y', 'TRUE', 'True', '１'])
        : random.pick(['0', '否', 'N', 'n', 'FALSE', 'False', '０'])
  }
}

/** Letters and digits only: whether punctuation is meant too, the standard does not say plainly. */
export function fullWidth(text: string): string {
  return text.replace(/[0-9A-Za-z]/g, (each) => String.fromCharCode(each.charCodeAt(0) + 0xfee0))
}

function otherText(random: Chance, column: Column, text: string): string {
  const isIdNumber = column.name === 'id_number' || column.name.endsWith('_id_number')
  if (isIdNumber && /^\d{6}19\d{9}[\dX]$/.test(text) && random.maybe(0.4)) {
    const isRight = checkDigit(text.slice(0, 17)) === text[17]
    return isRight ? text.slice(0, 6) + text.slice(8, 17) : text.toLowerCase()
  }
  if (isIdNumber && text.endsWith('X')) return text.replace('X', random.pick(['x', 'ｘ', 'Ｘ']))
  return /_(number|account|code)$/.test(column.name) && random.maybe(0.3) ? fullWidth(text) : text
}

function otherMoney(random: Chance, text: string): string {
  const isNegative = text.startsWith('-')
  const [whole, fraction] = text.replace('-', '').split('.')
  const short = (fraction ?? '').replace(/0+$/, '')
  const grouped = random.maybe(0.4) ? whole!.replace(/\B(?=(\d{3})+$)/g, ',') : whole!
  const digits =
    random.maybe(0.5) && short === ''
      ? grouped
      : `${grouped}.${random.maybe(0.3) && short !== '' ? short : fraction}`
  const shown = random.maybe(0.2) ? fullWidth(digits) : digits
  if (!isNegative) return random.pick([shown, `¥${shown}`, `￥${shown}`])
  return random.pick([`(${shown})`, `（${shown}）`, `-${shown}`, `-¥${shown}`, `¥-${shown}`, `￥-${shown}`])
}

function otherDate(random: Chance, text: string): string {
  const [year, month, day] = text.split('-')
  const [shortMonth, shortDay] = [String(Number(month)), String(Number(day))]
  return random.pick([
    `${year}/${shortMonth}/${shortDay}`,
    `${year}/${month}/${day}`,
    `${year}-${shortMonth}-${shortDay}`,
    `${year}${month}${day}`,
    `${year}年${shortMonth}月${shortDay}日`,
    `${year}年${month}月${day}日`,
    `${text} 00:00:00`,
    `${text} 23:59:59`,
    `${text}T10:00:00`,
    `${year}/${shortMonth}/${shortDay} 10:30`,
    fullWidth(text),
    fullWidth(`${year}${month}${day}`),
  ])
}

function otherMonth(random: Chance, text: string): string {
  const [year, month] = text.split('-')
  const short = String(Number(month))
  const day = random.pick(['01', '15', '28'])
  return random.pick([
    `${year}/${short}`,
    `${year}/${month}`,
    `${year}-${short}`,
    `${year}${month}`,
    `${year}年${short}月`,
    `${year}年${month}月`,
    `${text}-${day}`,
    `${year}/${short}/${Number(day)}`,
    `${year}${month}${day}`,
    `${year}年${short}月${Number(day)}日`,
    fullWidth(`${year}${month}`),
  ])
}

function otherTimestamp(random: Chance, text: string): string {
  const [date, time] = text.split(' ')
  const [year, month, day] = date!.split('-')
  const variants = [
    `${date}T${time}`,
    `${year}/${month}/${day} ${time}`,
    `${year}/${Number(month)}/${Number(day)} ${time}`,
    `${text}.000`,
    `${text}.999999`,
    `${date}T${time}.5`,
    fullWidth(text),
  ]
  if (time!.endsWith(':00')) variants.push(`${date} ${time!.slice(0, 5)}`)
  if (time === '00:00:00') variants.push(date!, `${year}${month}${day}`)
  return random.pick(variants)
}

const invalid: Readonly<Partial<Record<Column['type'], readonly string[]>>> = {
  code: ['XX', '未知', '１１１', '110 ,', '"'],
  int: ['1.0', '1,000', '+5', 'x', '1-', '5%', '1e3', '(1)'],
  money: [
    '1.000',
    '1e3',
    '5%',
    '12元',
    '--1',
    '1.2.3',
    'abc',
    '(1',
    '1)',
    '$5',
    '+5',
    '1 000',
    '=1+1',
    '12.345',
    '５％',
  ],
  rate: ['+0.1', '5%', '1,000.0', '1e-3', 'x', '¥1', '(0.1)', '--1'],
  date: [
    '2024-02-30',
    '2023-02-29',
    '2024-13-01',
    '2024-3',
    '20240230',
    '2024.03.15',
    '15/03/2024',
    '2024-00-10',
    '45000',
  ],
  month: ['2024-13', '202413', '2024.3', '2024-00', '24-03', 'Mar 2024', '2024', '2024-02-30'],
  timestamp: [
    '2024-03-15 25:00:00',
    '2024-03-15 18:60',
    '2024-03-15 18:31:05+08:00',
    '2024-03-15T18:31:05Z',
    '2024-02-30 10:00:00',
    '18:31:05',
  ],
  bool: ['yes', 'T', '真', '2', 'YES', '是的'],
}

/** A cell that the standard rejects; null where the type takes every text. */
export function dirty(random: Chance, column: Column): string | null {
  const candidates = invalid[column.type]
  if (candidates !== undefined && random.maybe(0.8)) return random.pick(candidates)
  return column.required === true ? random.pick(nullSpellings) : null
}

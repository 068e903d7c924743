import type { CellKind, RowTone } from './xlsx-types.ts'

/**
 * The formats of our workbooks. The font comes with every Windows since Vista; LibreOffice and WPS elsewhere take their
 * own Chinese one for it (charset 134 says that it is Chinese).
 */
const fontName = '微软雅黑'

const colours = {
  title: 'FF1F3864',
  headerFill: 'FFD9E2F3',
  inputFill: 'FFFFF2CC',
  strongFill: 'FFF2F2F2',
  border: 'FFBFBFBF',
  muted: 'FF7F7F7F',
  warning: 'FFC00000',
  link: 'FF0563C1',
}

interface Font {
  readonly size?: number
  readonly colour?: string
  readonly isBold?: boolean
  readonly isUnderlined?: boolean
}

function font({ size = 10, colour, isBold = false, isUnderlined = false }: Font): string {
  const bold = isBold ? '<b/>' : ''
  const underlined = isUnderlined ? '<u/>' : ''
  const tint = colour === undefined ? '' : `<color rgb="${colour}"/>`
  return `<font>${bold}${underlined}<sz val="${size}"/>${tint}<name val="${fontName}"/><family val="2"/><charset val="134"/></font>`
}

const fonts = [
  font({}),
  font({ size: 16, isBold: true, colour: colours.title }),
  font({ colour: colours.muted }),
  font({ isBold: true }),
  font({ size: 12, isBold: true, colour: colours.title }),
  font({ colour: colours.warning }),
  font({ colour: colours.link, isUnderlined: true }),
]
const fontOf = { plain: 0, title: 1, muted: 2, strong: 3, block: 4, warning: 5, link: 6 } as const

const fill = (colour: string): string =>
  `<fill><patternFill patternType="solid"><fgColor rgb="${colour}"/><bgColor indexed="64"/></patternFill></fill>`
const fills = [
  '<fill><patternFill patternType="none"/></fill>',
  '<fill><patternFill patternType="gray125"/></fill>',
  fill(colours.headerFill),
  fill(colours.inputFill),
  fill(colours.strongFill),
]
const fillOf = { none: 0, header: 2, input: 3, strong: 4 } as const

const side = (name: string): string => `<${name} style="thin"><color rgb="${colours.border}"/></${name}>`
const borders = [
  '<border><left/><right/><top/><bottom/><diagonal/></border>',
  `<border>${['left', 'right', 'top', 'bottom'].map(side).join('')}<diagonal/></border>`,
]

/** Built in: `@` is text (what is typed into it stays as typed), 3 is `#,##0`, 4 is `#,##0.00`. */
const numberFormats = { general: 0, text: 49, integer: 3, yuan: 4 } as const

interface Format {
  readonly number?: keyof typeof numberFormats
  readonly font?: keyof typeof fontOf
  readonly fill?: keyof typeof fillOf
  readonly isBordered?: boolean
  readonly isWrapped?: boolean
  readonly horizontal?: 'left' | 'center' | 'right'
  readonly vertical?: 'top' | 'center'
}

function cellFormat(format: Format): string {
  const alignment = [
    format.horizontal === undefined ? '' : ` horizontal="${format.horizontal}"`,
    // One character of air between a text and its border; LibreOffice does not do it evenly on the right.
    format.isBordered === true && format.horizontal === 'left' ? ' indent="1"' : '',
    ` vertical="${format.vertical ?? 'center'}"`,
    format.isWrapped === true ? ' wrapText="1"' : '',
  ].join('')
  const ids = `numFmtId="${numberFormats[format.number ?? 'general']}" fontId="${fontOf[format.font ?? 'plain']}" fillId="${fillOf[format.fill ?? 'none']}" borderId="${format.isBordered === true ? 1 : 0}" xfId="0"`
  return `<xf ${ids} applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment${alignment}/></xf>`
}

const formats: string[] = []
function style(format: Format): number {
  formats.push(cellFormat(format))
  return formats.length - 1
}

/** The first is what a cell without a style has. */
export const plainStyle = style({})
export const titleStyle = style({ font: 'title' })
export const headingStyle = style({ font: 'muted' })
export const blockTitleStyle = style({ font: 'block' })
export const noteStyle = style({ font: 'muted', isWrapped: true, vertical: 'top' })
const header = { font: 'strong', isBordered: true, isWrapped: true, horizontal: 'center' } as const
export const headerStyle = style({ ...header, fill: 'header' })
export const inputHeaderStyle = style({ ...header, fill: 'input' })
export const linkStyle = style({ number: 'text', font: 'link', horizontal: 'left', isBordered: true })

const kinds: Readonly<Record<CellKind, Format>> = {
  text: { number: 'text', horizontal: 'left' },
  wrapped: { number: 'text', horizontal: 'left', isWrapped: true },
  yuan: { number: 'yuan', horizontal: 'right' },
  integer: { number: 'integer', horizontal: 'right' },
}
const tones: Readonly<Record<RowTone, Format>> = {
  plain: {},
  muted: { font: 'muted' },
  strong: { font: 'strong', fill: 'strong' },
  warning: { font: 'warning' },
}

function stylesOfTone(tone: RowTone): Readonly<Record<CellKind, number>> {
  const of = (kind: CellKind): number => style({ ...kinds[kind], ...tones[tone], isBordered: true })
  return { text: of('text'), wrapped: of('wrapped'), yuan: of('yuan'), integer: of('integer') }
}

export const bodyStyles: Readonly<Record<RowTone, Readonly<Record<CellKind, number>>>> = {
  plain: stylesOfTone('plain'),
  muted: stylesOfTone('muted'),
  strong: stylesOfTone('strong'),
  warning: stylesOfTone('warning'),
}

/** What an empty column below the rows has, without borders: ids typed into it keep their zeros. */
export const columnStyles: Readonly<Record<CellKind, number>> = {
  text: style(kinds.text),
  wrapped: style(kinds.wrapped),
  yuan: style(kinds.yuan),
  integer: style(kinds.integer),
}

export function stylesXml(): string {
  const list = (name: string, items: readonly string[]): string =>
    `<${name} count="${items.length}">${items.join('')}</${name}>`
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${list('fonts', fonts)}${list('fills', fills)}${list('borders', borders)}<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>${list('cellXfs', formats)}<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
}

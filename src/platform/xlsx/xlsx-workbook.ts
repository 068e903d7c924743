import { attributeText, quotedSheet } from './xlsx-text.ts'

/** The parts of a workbook beside its sheets. None of them holds a clock time: the same input gives the same bytes. */

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006'
const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

export interface WorkbookSheet {
  readonly name: string
  readonly isHidden: boolean
  /** The header that is repeated on each page, and the filtered range; null for pages without one. */
  readonly list: { readonly headerRow: number; readonly lastRow: number; readonly lastColumn: string } | null
}

export const sheetPart = (index: number): string => `xl/worksheets/sheet${index + 1}.xml`

export function contentTypesXml(sheets: number): string {
  const overrides = Array.from(
    { length: sheets },
    (_, index) => `<Override PartName="/${sheetPart(index)}" ContentType="${types}.worksheet+xml"/>`,
  )
  return `${declaration}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>${overrides.join('')}</Types>`
}

export const rootRelationshipsXml = `${declaration}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/><Relationship Id="rId2" Type="${packages}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`

export function workbookRelationshipsXml(sheets: number): string {
  const each = Array.from(
    { length: sheets },
    (_, index) =>
      `<Relationship Id="rId${index + 1}" Type="${office}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
  )
  return `${declaration}<Relationships xmlns="${packages}/relationships">${each.join('')}<Relationship Id="rId${sheets + 1}" Type="${office}/styles" Target="styles.xml"/></Relationships>`
}

export function corePropertiesXml(title: string): string {
  return `${declaration}<cp:coreProperties xmlns:cp="${packages}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${attributeText(title)}</dc:title><dc:creator>Fangxian 防线</dc:creator></cp:coreProperties>`
}

function definedNames(sheets: readonly WorkbookSheet[]): string {
  const names = sheets.flatMap(({ name, list }, index) => {
    if (list === null) return []
    const sheet = attributeText(quotedSheet(name))
    const { headerRow, lastRow, lastColumn } = list
    return [
      `<definedName name="_xlnm._FilterDatabase" localSheetId="${index}" hidden="1">${sheet}!$A$${headerRow}:$${lastColumn}$${lastRow}</definedName>`,
      `<definedName name="_xlnm.Print_Titles" localSheetId="${index}">${sheet}!$${headerRow}:$${headerRow}</definedName>`,
    ]
  })
  return names.length === 0 ? '' : `<definedNames>${names.join('')}</definedNames>`
}

export function workbookXml(sheets: readonly WorkbookSheet[]): string {
  const each = sheets.map(
    ({ name, isHidden }, index) =>
      `<sheet name="${attributeText(name)}" sheetId="${index + 1}"${isHidden ? ' state="hidden"' : ''} r:id="rId${index + 1}"/>`,
  )
  return `${declaration}<workbook xmlns="${main}" xmlns:r="${office}"><bookViews><workbookView xWindow="0" yWindow="0" windowWidth="28800" windowHeight="16000" tabRatio="850"/></bookViews><sheets>${each.join('')}</sheets>${definedNames(sheets)}</workbook>`
}

import Docxtemplater from 'docxtemplater'
import PizZip from 'pizzip'
import { Refusal } from '#base/refusal.ts'

/** A template of a letter is some 20 kB; pictures of a letterhead make it more. */
const templateBytesMax = 2 * 2 ** 20
const unpackedBytesMax = 30 * 2 ** 20

/** A text, or the rows of a table by their columns. */
export type TemplateValues = Readonly<Record<string, string | readonly Readonly<Record<string, string>>[]>>

export interface TemplateGiven {
  /** Of the file, for refusals. */
  readonly name: string
  readonly values: TemplateValues
  /** All that may stand between braces, columns of tables included. */
  readonly tags: ReadonlySet<string>
}

/** Fills a .docx that a clerk edited: `{文号}`, and rows `{#逐月}{年月}{/逐月}`. No tag is code, and a strange one is refused. */
export function fillTemplate(template: Buffer, { name, values, tags }: TemplateGiven): Buffer {
  const zip = openTemplate(template, name)
  const strange: string[] = []
  // Names only: what stands between braces is looked up, never evaluated.
  const parser = (tag: string): { readonly get: (scope: Readonly<Record<string, unknown>>) => unknown } => {
    if (!tags.has(tag)) strange.push(tag)
    return { get: (scope) => scope[tag] }
  }
  // A column of a table outside of it, where it has no value.
  const nullGetter = ({ value }: { readonly value?: string }): string => {
    strange.push(value ?? '')
    return ''
  }
  try {
    const options = {
      ...{ paragraphLoop: true, linebreaks: true, stripInvalidXMLChars: true, errorLogging: false },
      ...{ parser, nullGetter },
    }
    const letter = new Docxtemplater(zip, options)
    letter.render(values)
    if (strange.length > 0) throw unknownTag(name, strange[0]!, tags)
    return letter.getZip().generate({ type: 'nodebuffer', compression: 'DEFLATE' })
  } catch (error) {
    if (strange.length > 0) throw unknownTag(name, strange[0]!, tags)
    throw faultOfTemplate(name, error)
  }
}

function openTemplate(template: Buffer, name: string): PizZip {
  if (template.length > templateBytesMax) throw tooLarge(name)
  let zip: PizZip
  try {
    zip = new PizZip(template)
  } catch {
    throw new Refusal('unavailable', {
      zh: `文书模板 ${name} 不是有效的 .docx 文件，请重新保存。`,
      en: `the letter template ${name} is no .docx file; save it again.`,
    })
  }
  const sizes = Object.values(zip.files).map(
    (file) =>
      (file as unknown as { readonly _data?: { readonly uncompressedSize?: number } })._data
        ?.uncompressedSize ?? 0,
  )
  if (sizes.reduce((sum, size) => sum + size, 0) > unpackedBytesMax) throw tooLarge(name)
  return zip
}

function unknownTag(name: string, tag: string, tags: ReadonlySet<string>): Refusal {
  return new Refusal('unavailable', {
    zh: `文书模板 ${name} 中的 {${tag}} 无法识别，请改正模板；可用的有：${[...tags].join('、')}。`,
    en: `{${tag}} in the letter template ${name} is not known; correct the template.`,
  })
}

function tooLarge(name: string): Refusal {
  return new Refusal('too_large', {
    zh: `文书模板 ${name} 过大，请缩小其中的图片。`,
    en: `the letter template ${name} is too large; make its pictures smaller.`,
  })
}

interface Faulty {
  readonly xtag?: string
  readonly errors?: readonly { readonly properties?: { readonly xtag?: string } }[]
}

/** docxtemplater's errors have properties that name the tag; what else it throws is ours. */
function faultOfTemplate(name: string, error: unknown): unknown {
  const { properties } = error as { readonly properties?: Faulty }
  if (properties === undefined) return error
  const tag = properties.errors?.[0]?.properties?.xtag ?? properties.xtag ?? ''
  return new Refusal('unavailable', {
    zh: `文书模板 ${name} 的标记有误${tag === '' ? '' : `（${tag}）`}：花括号须成对，表格的开始和结束标记须同名；请改正模板。`,
    en: `the tags of the letter template ${name} are wrong${tag === '' ? '' : ` (${tag})`}: braces come in pairs and loops end by their name; correct the template.`,
  })
}

import type { Readable } from 'node:stream'
import { readXml, type XmlHandler, type XmlTag } from './xml-scanner.ts'

/** The table of texts of an .xlsx, by index. */
export interface SharedStrings {
  readonly count: number
  /** Undefined beyond the end. */
  get(index: number): string | undefined
}

/**
 * A million rows can have several million different texts. As bytes outside the JavaScript heap they take what they
 * are long; as strings they would take twice that and the heap's limit. The first ones, which are mostly codes and
 * titles that come again and again, are kept as strings too.
 */
const pageBytes = 2 ** 20
const keptMax = 2 ** 15

const escaped = /_x([0-9A-Fa-f]{4})_/g

/** `_x000D_` → CR: how the format writes characters that XML cannot, and underscores that would look like one. */
export function resolveEscapes(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(escaped, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

class StringTable implements SharedStrings {
  count = 0
  #pages: Buffer[] = []
  #used = 0
  /** Page and place of each text in one number each, and its length in bytes. */
  #places = new Float64Array(1024)
  #lengths = new Uint32Array(1024)
  #kept: string[] = []

  add(text: string): void {
    const length = Buffer.byteLength(text)
    let page = this.#pages.at(-1)
    if (page === undefined || this.#used + length > page.length) {
      page = Buffer.allocUnsafeSlow(Math.max(pageBytes, length))
      this.#pages.push(page)
      this.#used = 0
    }
    if (this.count === this.#places.length) this.#grow()
    this.#places[this.count] = (this.#pages.length - 1) * 2 ** 32 + this.#used
    this.#lengths[this.count] = length
    page.write(text, this.#used)
    this.#used += length
    if (this.count < keptMax) this.#kept.push(text)
    this.count += 1
  }

  get(index: number): string | undefined {
    if (index < this.#kept.length) return this.#kept[index]
    if (!(index < this.count)) return undefined
    const place = this.#places[index]!
    const page = Math.floor(place / 2 ** 32)
    const start = place - page * 2 ** 32
    return this.#pages[page]!.toString('utf8', start, start + this.#lengths[index]!)
  }

  #grow(): void {
    const places = new Float64Array(this.#places.length * 2)
    places.set(this.#places)
    this.#places = places
    const lengths = new Uint32Array(this.#lengths.length * 2)
    lengths.set(this.#lengths)
    this.#lengths = lengths
  }
}

export const noSharedStrings: SharedStrings = new StringTable()

/** Each `<si>` is one text: of one `<t>`, or of the `<t>`s of its runs; readings (`rPh`) are no part of it. */
export async function readSharedStrings(stream: Readable): Promise<SharedStrings> {
  const table = new StringTable()
  let parts = ''
  let isReading = false
  const handler: XmlHandler = {
    collects: false,
    open(name: string, _tag: XmlTag) {
      if (name === 't') handler.collects = !isReading
      else if (name === 'rPh') isReading = true
      else if (name === 'si') parts = ''
    },
    close(name) {
      if (name === 't') handler.collects = false
      else if (name === 'rPh') isReading = false
      else if (name === 'si') table.add(resolveEscapes(parts))
    },
    text(text) {
      parts += text
    },
  }
  await readXml(stream, handler)
  return table
}

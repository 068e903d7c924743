import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson } from './canonical-json.ts'

describe('canonical JSON', () => {
  test('writes the example of RFC 8785, section 3.2', () => {
    const value = {
      numbers: [Number('333333333.33333329'), 1, 4.5, 2e-3, 0.000000000000000000000000001],
      string: "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\u0022/",
      literals: [null, true, false],
    }
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    )
  })

  test('orders keys by UTF-16 code units, as RFC 8785, section 3.2.3', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    }
    const order = [...canonicalJson(value).matchAll(/:"([^"]+)"/g)].map(([, text]) => text)
    expect(order).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ])
  })

  test('writes money of any size as a string of digits', () => {
    expect(canonicalJson({ fen: 1n, more: 9_223_372_036_854_775_807n })).toBe(
      '{"fen":"1","more":"9223372036854775807"}',
    )
  })

  test('writes a date in UTC, and minus zero as zero', () => {
    expect(canonicalJson([new Date('2026-11-20T09:00:00+08:00'), -0])).toBe('["2026-11-20T01:00:00.000Z",0]')
  })

  const cycle: Record<string, unknown> = {}
  cycle.self = cycle
  test.for([
    ['undefined in an object', { a: undefined }, /\$\.a is undefined/],
    ['undefined in an array', [1, undefined], /\$\[1\] is undefined/],
    ['a hole in an array', new Array(1), /\$\[0\] is undefined/],
    ['not a number', { a: { b: Number.NaN } }, /\$\.a\.b is NaN/],
    ['infinity', [Number.POSITIVE_INFINITY], /Infinity/],
    ['an integer that no number holds exactly', 2 ** 53, /use a bigint/],
    ['an unpaired surrogate', { a: '\ud83d' }, /unpaired surrogate/],
    ['an unpaired surrogate in a key', { '\ude00': 1 }, /unpaired surrogate/],
    ['a function', () => 1, /is function/],
    ['a map', { a: new Map() }, /instance of Map/],
    ['a buffer', Buffer.from('a'), /instance of Buffer/],
    ['an invalid date', new Date('x'), /invalid date/],
    ['a cycle', cycle, /nested deeper/],
  ] as const)('refuses %s and says where', ([, value, message]) => {
    expect(() => canonicalJson(value)).toThrow(message)
  })

  test('reads back as the same value, and the order in which keys were set does not matter', () => {
    const json = fc.jsonValue().filter(isHeldExactly)
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalJson(value)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
        expect(canonicalJson(reversed(value))).toBe(text)
      }),
    )
  })
})

/** 2^53 and beyond are refused. */
function isHeldExactly(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isInteger(value) || Number.isSafeInteger(value)
  if (value === null || typeof value !== 'object') return true
  return Object.values(value).every(isHeldExactly)
}

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (value === null || typeof value !== 'object') return value
  const pairs = Object.entries(value).reverse()
  return Object.fromEntries(pairs.map(([key, member]) => [key, reversed(member)]))
}

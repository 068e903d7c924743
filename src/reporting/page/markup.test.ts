import { expect, test } from 'vitest'
import { both, markup, noMarkup, scriptJson } from './markup.ts'

const naughty = `</script><script>alert(1)</script><img src=x onerror="alert('1')">&amp;`

test('a value is escaped in text and in attributes', () => {
  expect(markup`<b title="${naughty}">${naughty}</b>`.html.match(/[<>"]/g)).toHaveLength(6)
})

test('markup stays as it is, also in lists, and nothing is nothing', () => {
  expect(markup`<ul>${[markup`<li>1</li>`, '<']}${noMarkup}${0}</ul>`.html).toBe('<ul><li>1</li>&lt;0</ul>')
})

test('both languages stand on the page, escaped', () => {
  expect(both('甲<', 'a<').html).toBe('<span class="zh">甲&lt;</span><span class="en" lang="en">a&lt;</span>')
})

test('JSON in a script cannot end it and reads back unchanged', () => {
  const value = { [naughty]: `${naughty}\u2028\u2029<!--` }
  expect(scriptJson(value)).not.toMatch(/[<>&\u2028\u2029]/)
  expect(JSON.parse(scriptJson(value))).toEqual(value)
})

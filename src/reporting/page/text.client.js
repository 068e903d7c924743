/** Language, elements and printed forms: what the other scripts of the page share. */

/** Chinese unless the page or the reader says otherwise. */
const speech = { language: 'zh' }

export function setLanguage(language) {
  speech.language = language
  document.documentElement.dataset.language = language
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
}

export function currentLanguage() {
  return speech.language
}

export function say(zh, en) {
  return speech.language === 'zh' ? zh : en
}

export function sayBoth(text) {
  return say(text.zh, text.en)
}

/** Text reaches the page only here and only as text: nothing that was delivered is ever read as HTML. */
export function element(name, properties, ...children) {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(properties ?? {})) {
    if (key === 'onclick') made.addEventListener('click', value)
    else if (value !== undefined && value !== false) made.setAttribute(key, value === true ? '' : value)
  }
  made.append(...children.filter((child) => child !== undefined && child !== null))
  return made
}

/** `1234567.80` → `1,234,567.80`, digit by digit: money is never a float here. */
export function groupDigits(number) {
  const [whole, rest] = String(number).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return rest === undefined ? grouped : `${grouped}.${rest}`
}

export function fenOf(yuan) {
  return BigInt(yuan.replace('.', ''))
}

export function yuanOf(fen) {
  const digits = (fen < 0n ? -fen : fen).toString().padStart(3, '0')
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** For axes and labels of charts, where two decimals are enough. */
export function shortYuan(yuan) {
  const steps =
    speech.language === 'zh'
      ? [
          [1e8, ' 亿'],
          [1e4, ' 万'],
        ]
      : [
          [1e6, ' M'],
          [1e3, ' k'],
        ]
  for (const [size, unit] of steps) {
    if (Math.abs(yuan) >= size) return `${Number((yuan / size).toFixed(2)).toLocaleString('en-US')}${unit}`
  }
  return Number(yuan.toFixed(2)).toLocaleString('en-US')
}

export function period(from, to) {
  if (from === '' && to === '') return '—'
  return from === to || to === '' ? from : `${from} ~ ${to}`
}

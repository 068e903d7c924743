import { describe, expect, test } from 'vitest'
import { darkPalette, lightPalette } from './chart-theme.ts'

/** Relative luminance and contrast as in WCAG 2.1. */
function luminance(color: string): number {
  const parts = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * parts[0]! + 0.7152 * parts[1]! + 0.0722 * parts[2]!
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (light! + 0.05) / (dark! + 0.05)
}

describe('the colours of charts', () => {
  test.for([...lightPalette])('%s is seen on a light page', (color) => {
    expect(contrast(color, '#ffffff')).toBeGreaterThanOrEqual(3)
  })

  test.for([...darkPalette])('%s is seen on a dark page', (color) => {
    expect(contrast(color, '#14181e')).toBeGreaterThanOrEqual(3)
  })
})

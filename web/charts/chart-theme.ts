import { theme } from 'antd'
import { useMemo } from 'react'
import { useAppearance } from '#web/shell/appearance.ts'

/** Each at least 3 to 1 against the page, and told apart by those who see no red or green. */
export const lightPalette = [
  '#1d5bb5',
  '#b35900',
  '#2b7a12',
  '#8b3fa8',
  '#0b7285',
  '#c62828',
  '#5c6470',
] as const
export const darkPalette = [
  '#8fbcf7',
  '#f3bd5c',
  '#93d873',
  '#d3a4ea',
  '#63d0e0',
  '#ff9a94',
  '#a0a6af',
] as const

export interface ChartColors {
  readonly palette: readonly string[]
  readonly text: string
  readonly faint: string
  readonly line: string
  readonly page: string
  readonly danger: string
  readonly warning: string
  readonly success: string
}

export type ChartTheme = Readonly<Record<string, unknown>>

const paper: ChartColors = {
  palette: lightPalette,
  text: '#1f2328',
  faint: '#5c6470',
  line: '#d4d8de',
  page: '#ffffff',
  danger: '#c62828',
  warning: '#9a5b00',
  success: '#2b7a12',
}

/** Colours of the page as it looks now, for options that name one. */
export function useChartColors(): ChartColors {
  const { token } = theme.useToken()
  const { isDark } = useAppearance()
  return useMemo(
    () => ({
      palette: isDark ? darkPalette : lightPalette,
      text: token.colorText,
      faint: token.colorTextTertiary,
      line: isDark ? '#3a414b' : '#d4d8de',
      page: token.colorBgContainer,
      danger: token.colorError,
      warning: token.colorWarning,
      success: token.colorSuccess,
    }),
    [isDark, token],
  )
}

function axis({ faint, line }: ChartColors): object {
  return {
    axisLine: { lineStyle: { color: line } },
    axisTick: { lineStyle: { color: line } },
    axisLabel: { color: faint },
    nameTextStyle: { color: faint },
    splitLine: { lineStyle: { color: line, opacity: 0.6 } },
    splitArea: { show: false },
  }
}

export function themeOf(colors: ChartColors, fontFamily: string): ChartTheme {
  const { palette, text, faint, line, page } = colors
  const own = axis(colors)
  return {
    color: [...palette],
    backgroundColor: 'transparent',
    textStyle: { fontFamily, color: text },
    categoryAxis: own,
    valueAxis: own,
    timeAxis: own,
    logAxis: own,
    legend: { textStyle: { color: text }, inactiveColor: faint, pageTextStyle: { color: text } },
    tooltip: {
      backgroundColor: page,
      borderColor: line,
      textStyle: { color: text, fontFamily },
      axisPointer: { lineStyle: { color: faint }, crossStyle: { color: faint } },
    },
    label: { color: text },
    graph: { label: { color: text } },
    visualMap: { textStyle: { color: text } },
    dataZoom: {
      textStyle: { color: faint },
      borderColor: line,
      handleStyle: { borderColor: faint },
      brushStyle: { color: 'rgba(128, 128, 128, 0.2)' },
    },
  }
}

export interface ChartThemes {
  readonly screen: ChartTheme
  /** Ink on white, whatever the screen shows. */
  readonly paper: ChartTheme
}

export function useChartThemes(): ChartThemes {
  const { token } = theme.useToken()
  const colors = useChartColors()
  const { fontFamily } = token
  return useMemo(
    () => ({ screen: themeOf(colors, fontFamily), paper: themeOf(paper, fontFamily) }),
    [colors, fontFamily],
  )
}

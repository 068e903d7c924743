import { QueryClientProvider } from '@tanstack/react-query'
import { App as AntApp, ConfigProvider, theme } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import { useEffect, useMemo, useState } from 'react'
import { RouterProvider } from 'react-router'
import type { Language } from '#base/bilingual.ts'
import { createQueries } from '#web/api/queries.ts'
import { localeOf } from '#web/language/format.ts'
import { SpeakingContext } from '#web/language/language.ts'
import { createPages } from '#web/pages.ts'
import { allowStylesOfScripts, pageNonce } from '#web/shell/allow-styles.ts'
import { AppearanceContext, findChoice, isDarkAtFirst, keepChoice } from '#web/shell/appearance.ts'

const queries = createQueries()
const pages = createPages()
allowStylesOfScripts(pageNonce)

const token = {
  // Its own style rules, not ours, so that nothing waits for an animation that never ends.
  motion: !matchMedia('(prefers-reduced-motion: reduce)').matches,
  colorPrimary: '#1d5bb5',
  colorInfo: '#1d5bb5',
  borderRadius: 4,
  fontFamily:
    "system-ui, -apple-system, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', sans-serif",
}
/** Contrast of at least 4.5 to 1 also for what is secondary. */
const lightToken = {
  ...token,
  colorSuccess: '#2b7a12',
  colorWarning: '#9a5b00',
  colorError: '#c62828',
  colorSuccessBg: '#f0f8ec',
  colorSuccessBorder: '#b9dbac',
  colorWarningBg: '#fef6e7',
  colorWarningBorder: '#ecd2a2',
  colorErrorBg: '#fdefef',
  colorErrorBorder: '#efc0c0',
  colorTextTertiary: '#5c6470',
  colorTextDescription: '#5c6470',
  colorTextPlaceholder: '#69707b',
}
/** On dark, light colours with dark words on them. */
const darkToken = {
  ...token,
  colorBgBase: '#0e1116',
  colorPrimary: '#8fbcf7',
  colorInfo: '#8fbcf7',
  colorSuccess: '#93d873',
  colorWarning: '#f3bd5c',
  colorError: '#ff9a94',
  colorInfoBg: '#14233a',
  colorSuccessBg: '#172a10',
  colorWarningBg: '#2d210b',
  colorErrorBg: '#331516',
  colorLink: '#9cc4f9',
  colorTextTertiary: '#a0a6af',
  colorTextDescription: '#a0a6af',
  colorTextPlaceholder: '#8d939c',
}
const darkComponents = {
  Button: { primaryColor: '#0a1a30', dangerColor: '#2b0a0a' },
  Menu: { itemSelectedBg: '#1b2c45', itemSelectedColor: '#a9ccfa' },
}

export function App(): React.JSX.Element {
  const [language, setLanguage] = useState<Language>(() => (findChoice('language') === 'en' ? 'en' : 'zh'))
  const [isDark, setDark] = useState(isDarkAtFirst)
  useEffect(() => {
    keepChoice('language', language)
    document.documentElement.lang = localeOf[language]
    dayjs.locale(language === 'zh' ? 'zh-cn' : 'en')
  }, [language])
  useEffect(() => {
    keepChoice('theme', isDark ? 'dark' : 'light')
    document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
  }, [isDark])
  const speaking = useMemo(() => ({ language, setLanguage }), [language])
  const appearance = useMemo(() => ({ isDark, setDark }), [isDark])
  return (
    <ConfigProvider
      csp={{ nonce: pageNonce }}
      locale={language === 'zh' ? zhCN : enUS}
      theme={{
        algorithm: isDark ? theme.darkAlgorithm : theme.defaultAlgorithm,
        token: isDark ? darkToken : lightToken,
        components: {
          ...(isDark ? darkComponents : {}),
          Layout: { headerPadding: '0 16px', headerHeight: 48 },
          Table: { cellPaddingBlockSM: 6 },
        },
      }}
    >
      <AntApp>
        <SpeakingContext value={speaking}>
          <AppearanceContext value={appearance}>
            <QueryClientProvider client={queries}>
              <RouterProvider router={pages} />
            </QueryClientProvider>
          </AppearanceContext>
        </SpeakingContext>
      </AntApp>
    </ConfigProvider>
  )
}

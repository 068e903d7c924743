import { MoonOutlined, SunOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useSay, useSpeaking } from '#web/language/language.ts'
import { useAppearance } from './appearance.ts'
import { shellTexts as texts } from './texts.ts'

/** Language and light, wherever one is. */
export function Switches(): React.JSX.Element {
  const say = useSay()
  const { language, setLanguage } = useSpeaking()
  const { isDark, setDark } = useAppearance()
  return (
    <>
      <Button
        type="text"
        aria-label={say(texts.toEnglish)}
        title={say(texts.toEnglish)}
        onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}
      >
        {say(texts.languageShort)}
      </Button>
      <Button
        type="text"
        aria-label={say(isDark ? texts.light : texts.dark)}
        title={say(isDark ? texts.light : texts.dark)}
        icon={isDark ? <SunOutlined /> : <MoonOutlined />}
        onClick={() => setDark(!isDark)}
      />
    </>
  )
}

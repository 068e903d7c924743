import { Modal, Switch } from 'antd'
import { useSay } from '#web/language/language.ts'
import { keyTexts as texts } from './texts.ts'

const keys = [
  ['j', 'next'],
  ['k', 'previous'],
  ['Enter', 'open'],
  ['x', 'choose'],
  ['/', 'search'],
  ['?', 'showHelp'],
] as const

export interface KeyHelpProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly isOn: boolean
  readonly setOn: (isOn: boolean) => void
}

/** Single keys can be switched off: to whoever speaks to the machine each word is many of them. */
export function KeyHelp({ isOpen, onClose, isOn, setOn }: KeyHelpProps): React.JSX.Element {
  const say = useSay()
  return (
    <Modal open={isOpen} title={say(texts.help)} footer={null} onCancel={onClose} width={420}>
      <table className="plain">
        <tbody>
          {keys.map(([key, name]) => (
            <tr key={key}>
              <th scope="row">
                <kbd>{key}</kbd>
              </th>
              <td>{say(texts[name])}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is one */}
        <label>
          <Switch size="small" checked={isOn} onChange={setOn} /> {say(texts.isOn)}
        </label>
      </p>
    </Modal>
  )
}

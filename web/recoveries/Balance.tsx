import { Flex } from 'antd'
import { yuanText } from '#web/language/format.ts'
import { useSay } from '#web/language/language.ts'
import './recoveries.css'
import { recoveryTexts as texts } from './texts.ts'

export interface Amounts {
  readonly due_fen: string
  readonly recovered_fen: string
  readonly written_off_fen: string
  readonly outstanding_fen: string
}

/** Of what is due, in tenths of a percent, without a float: 1000 is all. */
function shareOf(part: string, whole: string): number {
  return whole === '0' ? 0 : Number((BigInt(part) * 1_000n) / BigInt(whole))
}

const parts = [
  { name: 'recovered_fen', title: texts.recovered, kind: 'is-recovered' },
  { name: 'written_off_fen', title: texts.writtenOff, kind: 'is-written-off' },
  { name: 'outstanding_fen', title: texts.outstanding, kind: 'is-outstanding' },
] as const

/** Due = recovered + written off + outstanding, as figures and as a bar; the figures say what the colours show. */
export function Balance({ amounts }: { readonly amounts: Amounts }): React.JSX.Element {
  const say = useSay()
  const rate = shareOf(amounts.recovered_fen, amounts.due_fen)
  return (
    <div>
      <Flex gap={32} wrap className="balance">
        <div>
          <span>{say(texts.due)}</span>
          <strong className="number">{yuanText(amounts.due_fen)}</strong>
        </div>
        {parts.map(({ name, title, kind }) => (
          <div key={name}>
            <span className={`balance-mark ${kind}`} aria-hidden="true" />
            <span>{say(title)}</span>
            <strong className="number">{yuanText(amounts[name])}</strong>
          </div>
        ))}
        <div>
          <span>{say(texts.rate)}</span>
          <strong className="number">{`${Math.floor(rate / 10)}.${rate % 10}%`}</strong>
        </div>
      </Flex>
      <svg className="balance-bar" viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true">
        {
          parts.reduce<{ readonly at: number; readonly bars: React.JSX.Element[] }>(
            ({ at, bars }, { name, kind }) => {
              const width = shareOf(amounts[name], amounts.due_fen)
              const bar = <rect key={name} x={at} y={0} width={width} height={8} className={kind} />
              return { at: at + width, bars: [...bars, bar] }
            },
            { at: 0, bars: [] },
          ).bars
        }
      </svg>
      <div className="balance-more">{say(texts.sums)}</div>
    </div>
  )
}

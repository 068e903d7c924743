import process from 'node:process'
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import type { Bilingual, Language } from '#base/bilingual.ts'
import { readConfig, readProgramVersion } from '#platform/config.ts'
import { type Call, type Command, isSet, type Surroundings, wrongUsage } from './command.ts'
import { commands } from './commands.ts'
import { exitStatusOfInterrupt, reportFailure } from './failure.ts'
import { describeCommand, overview, sharedOptions } from './help.ts'

const exitStatusOfWrongUsage = 2

/** Whoever pressed Ctrl-C gets the terminal back after this, even if a system call hangs. Commands end well before. */
const lastResortMs = 8_000

function languageOf(text: string | undefined): Language {
  if (text === 'zh' || text === 'en') return text
  throw wrongUsage({ zh: '选项 --lang 应为 zh 或 en。', en: 'The option --lang must be zh or en.' })
}

/** The language is needed before anything can be refused, so it is looked for first and by itself. */
function findLanguage(args: readonly string[]): string | undefined {
  const end = args.indexOf('--')
  const options = end === -1 ? args : args.slice(0, end)
  for (const [index, arg] of options.entries()) {
    if (arg === '--lang') return options[index + 1] ?? ''
    if (arg.startsWith('--lang=')) return arg.slice('--lang='.length)
  }
  return undefined
}

/** node:util's complaint, in one sentence of ours. */
function explainParseError(error: NodeJS.ErrnoException, command: Command): Bilingual {
  const name = /'(-[^' ,]*)/.exec(error.message)?.[1] ?? ''
  const help = `fangxian ${command.name} --help`
  if (error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    return {
      zh: `没有选项 ${name}；可用的选项见 ${help}。`,
      en: `There is no option ${name}; ${help} lists the options.`,
    }
  }
  if (error.message.includes('does not take')) {
    return { zh: `选项 ${name} 不带值；见 ${help}。`, en: `The option ${name} takes no value; see ${help}.` }
  }
  return { zh: `选项 ${name} 缺少值；见 ${help}。`, en: `The option ${name} needs a value; see ${help}.` }
}

function parseCall(command: Command, args: readonly string[]): Call {
  const options = Object.fromEntries(
    Object.entries({ ...command.options, ...sharedOptions }).map(([name, option]) => [
      name,
      {
        type: option.value === undefined ? ('boolean' as const) : ('string' as const),
        multiple: option.isRepeatable === true,
      },
    ]),
  )
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options,
      allowPositionals: true,
      strict: true,
    })
    return { operands: positionals, values }
  } catch (error) {
    if (!String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS')) throw error
    throw wrongUsage(explainParseError(error as NodeJS.ErrnoException, command))
  }
}

function checkOperands(command: Command, operands: readonly string[]): void {
  const { min, max } = command.operandCount
  const help = `fangxian ${command.name} --help`
  if (operands.length < min) {
    throw wrongUsage({
      zh: `缺少 ${command.operands}；用法见 ${help}。`,
      en: `${command.operands} is missing; see ${help}.`,
    })
  }
  if (operands.length > max) {
    throw wrongUsage({
      zh: `多出参数“${operands[max]}”；用法见 ${help}。`,
      en: `"${operands[max]}" is one operand too many; see ${help}.`,
    })
  }
}

/** `rules list …` → the command `rules list` and the rest. */
function findCommand(args: readonly string[]): { command: Command; rest: readonly string[] } {
  for (const command of commands) {
    const words = command.name.split(' ')
    if (words.every((word, index) => args[index] === word)) return { command, rest: args.slice(words.length) }
  }
  const family = commands.filter(({ name }) => name.startsWith(`${args[0]} `)).map(({ name }) => name)
  if (family.length > 0) {
    throw wrongUsage({
      zh: `请写完整的命令：${family.map((name) => `fangxian ${name}`).join('、')}。`,
      en: `Name the whole command: ${family.map((name) => `fangxian ${name}`).join(', ')}.`,
    })
  }
  throw wrongUsage({
    zh: `没有命令“${args[0]}”；可用的命令见 fangxian --help。`,
    en: `There is no command "${args[0]}"; fangxian --help lists the commands.`,
  })
}

/** Options may stand in front of the command; only those of main have a meaning there. */
function splitLeading(args: readonly string[]): { leading: readonly string[]; rest: readonly string[] } {
  let index = 0
  while (args[index]?.startsWith('-')) index += args[index] === '--lang' ? 2 : 1
  return { leading: args.slice(0, index), rest: args.slice(index) }
}

async function dispatch(
  args: readonly string[],
  surroundings: Surroundings,
  onCommand: (command: Command) => void,
): Promise<number> {
  const { language, print, tell } = surroundings
  const { leading, rest } = splitLeading(args)
  if (leading.includes('--version')) {
    print(`fangxian ${readProgramVersion()}\n`)
    return 0
  }
  if (leading.includes('--help') || leading.includes('-h')) {
    print(overview(commands, language))
    return 0
  }
  const unknown = leading.find((arg, index) => !arg.startsWith('--lang') && leading[index - 1] !== '--lang')
  if (unknown !== undefined) {
    throw wrongUsage({
      zh: `没有选项 ${unknown}；用法见 fangxian --help。`,
      en: `There is no option ${unknown}; see fangxian --help.`,
    })
  }
  if (rest.length === 0) {
    tell(overview(commands, language))
    return exitStatusOfWrongUsage
  }
  const { command, rest: own } = findCommand(rest)
  const call = parseCall(
    command,
    own.map((arg) => (arg === '-h' ? '--help' : arg)),
  )
  if (isSet(call.values, 'help')) {
    print(describeCommand(command, language))
    return 0
  }
  checkOperands(command, call.operands)
  onCommand(command)
  return command.run(call, surroundings)
}

/** A reader that went away (`fangxian rules list | head`) is no error. */
function endQuietlyWithoutReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit()
  })
}

function surroundingsOfProcess(signal: AbortSignal): Surroundings {
  return {
    ...readConfig(),
    reportLanguage: 'zh',
    print: (text) => void process.stdout.write(text),
    tell: (text) => void process.stderr.write(text),
    signal,
    now: () => new Date(),
    workingDirectory: process.cwd(),
    terminalColumns: process.stderr.isTTY ? (process.stderr.columns ?? 80) : null,
    ...(process.stdin.isTTY && process.stderr.isTTY
      ? { ask: (question) => askAtTerminal(question, signal) }
      : {}),
  }
}

async function askAtTerminal(question: string, signal: AbortSignal): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return await terminal.question(question, { signal })
  } finally {
    terminal.close()
  }
}

/** Runs one call of the command line and gives its exit status. */
export async function main(args: readonly string[]): Promise<number> {
  const interruption = new AbortController()
  let lastResort: NodeJS.Timeout | undefined
  let patienceMs = lastResortMs
  const interrupt = (): void => {
    interruption.abort()
    lastResort ??= setTimeout(() => process.exit(exitStatusOfInterrupt), patienceMs)
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, interrupt)
  endQuietlyWithoutReader()
  let surroundings = surroundingsOfProcess(interruption.signal)
  let status: number
  try {
    const language = findLanguage(args)
    if (language !== undefined) {
      const asked = languageOf(language)
      surroundings = { ...surroundings, language: asked, reportLanguage: asked }
    }
    status = await dispatch(args, surroundings, ({ stop_ms_max }) => {
      patienceMs = stop_ms_max ?? lastResortMs
    })
  } catch (error) {
    status = reportFailure(error, surroundings)
  }
  clearTimeout(lastResort)
  for (const signal of signals) process.off(signal, interrupt)
  // Work that could not be stopped in time (a query in a foreign thread) must not keep the process.
  if (status === exitStatusOfInterrupt) process.exit(status)
  return status
}

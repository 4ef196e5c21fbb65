import { spawn, type StdioOptions } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { makeFifo } from './fixtures/fifo.ts'
import { pipeOutput } from './pipe-output.ts'

const line = (number: number) => `${number} ${'é'.repeat(500)}\n`
const numbered = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => line(from + index))

/** Reads until a text has come. */
async function readUntil(reader: NodeJS.ReadableStream, end: string): Promise<string> {
  const chunks: string[] = []
  for await (const chunk of reader.setEncoding('utf8')) {
    chunks.push(String(chunk))
    if (chunks.slice(-2).join('').endsWith(end)) break
  }
  return chunks.join('')
}

it('keeps what its reader does not take, and hands it over in order', async () => {
  const { writeEnd, read } = makeFifo()
  const output = pipeOutput(writeEnd)
  const lines = numbered(0, 1000)
  for (const each of lines) output.write(each)
  expect(await readUntil(read(), line(999))).toBe(lines.join(''))
  expect(output.dropped()).toBe(0)
})

it('drops whole lines when too many wait, and tells how many once there is room', async () => {
  const { writeEnd, read } = makeFifo()
  const output = pipeOutput(writeEnd, 100_000)
  const told: number[] = []
  output.onRoom((dropped) => {
    told.push(dropped)
    output.write(`dropped ${dropped}\n`)
    output.write('the end\n')
  })
  for (const each of numbered(0, 1000)) output.write(each)
  expect(output.dropped()).toBeGreaterThan(700)
  const kept = 1000 - output.dropped()
  expect(await readUntil(read(), 'the end\n')).toBe(
    `${numbered(0, kept).join('')}dropped ${told[0]}\nthe end\n`,
  )
  expect(told).toEqual([output.dropped()])
})

const FILE = JSON.stringify(new URL('log.ts', import.meta.url).href)

/** A process that logs more than any pipe holds and then ends as it is told to. */
function startLogging(stdout: number | 'pipe', { lines, end }: { lines: number; end: string }) {
  const program = `
    const { createLogger } = await import(${FILE})
    const logger = createLogger({ level: 'info', format: 'json' })
    for (let n = 0; n < ${lines}; n++) logger.info({ n, filling: 'x'.repeat(1000) })
    ${end}`
  const stdio: StdioOptions = ['ignore', stdout, 'ignore']
  return spawn(
    process.execPath,
    ['--conditions=principia-source', '--input-type=module', '--eval', program],
    { stdio },
  )
}

const ENDS = [
  ['ends by itself', '', 0],
  ['is ended', 'process.exit(3)', 3],
  ['breaks', 'throw new Error("nobody catches this")', 1],
] as const

it.each(ENDS)('all is out when the process %s, also where the reader lags', async (_name, end) => {
  const child = startLogging('pipe', { lines: 3000, end })
  const written = await text(child.stdout as NodeJS.ReadableStream)
  const numbers = written.split('\n').map((each) => (each === '' ? -1 : JSON.parse(each).n))
  expect(numbers).toEqual([...Array(3000).keys(), -1])
})

it.each(ENDS)('a pipe that nobody reads keeps no process that %s', async (_name, end, code) => {
  const child = startLogging(makeFifo().writeEnd, { lines: 3000, end })
  expect((await once(child, 'exit'))[0]).toBe(code)
})

it('what is logged while the process exits is out too, also where the reader lags', async () => {
  const late = `process.once('exit', () => {
      for (let n = 0; n < 3000; n++) logger.info({ n, filling: 'x'.repeat(1000) })
    })`
  const child = startLogging('pipe', { lines: 0, end: late })
  const written = await text(child.stdout as NodeJS.ReadableStream)
  const numbers = written.split('\n').map((each) => (each === '' ? -1 : JSON.parse(each).n))
  expect(numbers).toEqual([...Array(3000).keys(), -1])
})

it('a socket that nobody reads keeps no process', async () => {
  const child = startLogging('pipe', { lines: 3000, end: '' })
  expect((await once(child, 'exit'))[0]).toBe(0)
})

it('what is lost at full memory is told of in a line of the log', async () => {
  const fifo = makeFifo()
  const program = `
    const { createLogger, droppedLines } = await import(${JSON.stringify(new URL('index.ts', import.meta.url).href)})
    const logger = createLogger({ level: 'info', format: 'json' })
    while (droppedLines() < 10) logger.info({ filling: 'x'.repeat(100_000) })
    process.send('full')
    process.once('message', () => process.disconnect())`
  const child = spawn(
    process.execPath,
    ['--conditions=principia-source', '--input-type=module', '--eval', program],
    { stdio: ['ignore', fifo.writeEnd, 'inherit', 'ipc'] },
  )
  await once(child, 'message')
  const lines = await readUntil(fifo.read(), 'nobody read them"}\n')
  child.send('end')
  const last = JSON.parse(lines.trimEnd().split('\n').at(-1) ?? '')
  expect(last).toMatchObject({ level: 'error', dropped: 10 })
  await once(child, 'exit')
})

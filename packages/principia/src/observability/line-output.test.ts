import { spawnSync } from 'node:child_process'
import { setImmediate as endOfTurn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { lineOutput } from './line-output.ts'

function recorded() {
  const writes: string[] = []
  return { writes, output: lineOutput({ write: (text) => void writes.push(text) }) }
}

describe('lines that may wait', () => {
  it('are written together at the end of the turn', async () => {
    const { writes, output } = recorded()
    output.writeSoon('1\n')
    output.writeSoon('2\n')
    expect(writes).toEqual([])
    await endOfTurn()
    expect(writes).toEqual(['1\n2\n'])
    output.writeSoon('3\n')
    await endOfTurn()
    expect(writes).toEqual(['1\n2\n', '3\n'])
  })

  it('come before a line that may not', async () => {
    const { writes, output } = recorded()
    output.writeSoon('1\n')
    output.write('2\n')
    output.writeSoon('3\n')
    expect(writes).toEqual(['1\n', '2\n'])
    await endOfTurn()
    expect(writes.join('')).toBe('1\n2\n3\n')
  })

  it('do not pile up in a turn that goes on', () => {
    const { writes, output } = recorded()
    const line = `${'x'.repeat(999)}\n`
    for (let count = 0; count < 1000; count++) output.writeSoon(line)
    expect(writes.join('').length).toBeGreaterThan(900_000)
  })

  it.each([
    ['ends by itself', ''],
    ['is ended', 'process.exit(0)'],
    ['breaks', 'throw new Error("nobody catches this")'],
    ['breaks in a promise', 'await Promise.reject(new Error("nobody catches this"))'],
  ])('are out when the process %s', (_name, end) => {
    const file = JSON.stringify(new URL('line-output.ts', import.meta.url).href)
    const program = `
      import { writeSync } from 'node:fs'
      const { lineOutput } = await import(${file})
      const output = lineOutput({ write: (text) => writeSync(1, text) })
      output.writeSoon('1\\n'); output.write('2\\n'); output.writeSoon('3\\n'); output.writeSoon('4\\n')
      ${end}`
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
      encoding: 'utf8',
    })
    expect(stdout).toBe('1\n2\n3\n4\n')
  })
})

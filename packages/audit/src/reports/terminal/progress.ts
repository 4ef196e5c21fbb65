import type { Check } from '../../check.ts'
import type { Result } from '../../report.ts'

/** Tells on one line of a terminal how far an audit has come; says nothing where there is no terminal. */
export interface Progress extends Disposable {
  readonly begin: (check: Check) => void
  readonly end: (result: Pick<Result, 'id' | 'outcome'>) => void
}

/** What it needs of a stream. */
export interface Screen {
  readonly isTTY: boolean
  readonly columns: number
  readonly write: (text: string) => unknown
}

/** @param done checks that had ended before */
export function showProgress(stream: Screen, all: number, done = 0): Progress {
  const running = new Set<string>()
  let ended = done
  let failed = 0
  const draw = () => {
    if (!stream.isTTY) return
    const found = failed === 0 ? '' : `, ${failed} found`
    const [latest] = [...running].slice(-1)
    const line = `${ended} of ${all}${found}${latest === undefined ? '' : `  ${latest}`}`
    stream.write(`\r\x1b[K${line.slice(0, Math.max(20, stream.columns - 1))}`)
  }
  return {
    begin(check) {
      running.add(check.id)
      draw()
    },
    end({ id, outcome }) {
      running.delete(id)
      ended++
      if (outcome === 'failed') failed++
      draw()
    },
    [Symbol.dispose]() {
      if (stream.isTTY) stream.write('\r\x1b[K')
    },
  }
}

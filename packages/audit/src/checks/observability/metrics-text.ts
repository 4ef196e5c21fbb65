/** One line with a value. */
export interface Sample {
  readonly name: string
  readonly labels: ReadonlyMap<string, string>
  readonly value: number
}

/** What an address of metrics gives. */
export interface Metrics {
  readonly samples: readonly Sample[]
  /** By name: `counter`, `gauge`, `histogram`, `summary`, `untyped`. */
  readonly types: ReadonlyMap<string, string>
  /** What is wrong with it, as sentences; empty for good ones. */
  readonly faults: readonly string[]
}

const NAME = /^[a-zA-Z_:][\w:]*$/
const TYPES = new Set([
  'counter',
  'gauge',
  'histogram',
  'summary',
  'untyped',
  'unknown',
  'info',
  'stateset',
  'gaugehistogram',
])
const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?[ \t]+(\S+)(?:[ \t]+-?[\d.]+)?(?:[ \t]+#.*)?$/
const LABEL = /[ \t]*([a-zA-Z_]\w*)[ \t]*=[ \t]*"((?:[^"\\]|\\["\\n])*)"[ \t]*(?:,|$)/y
const MOST_FAULTS = 20

/** Reads the text format of Prometheus (0.0.4), and of OpenMetrics where that is the same. */
export function readMetrics(text: string): Metrics {
  const samples: Sample[] = []
  const types = new Map<string, string>()
  const faults: string[] = []
  const seen = new Set<string>()
  const fault = (line: string, says: string) => {
    if (faults.length < MOST_FAULTS) faults.push(`"${line.slice(0, 100)}" ${says}`)
  }
  if (text !== '' && !text.endsWith('\n'))
    fault(text.slice(text.lastIndexOf('\n') + 1), 'does not end with a line feed')
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue
    if (line.startsWith('#')) {
      readComment(line, types, samples, fault)
      continue
    }
    const sample = readSample(line)
    if (typeof sample === 'string') {
      fault(line, sample)
      continue
    }
    const series = `${sample.name} ${[...sample.labels]
      .map((pair) => pair.join('='))
      .toSorted()
      .join()}`
    if (seen.has(series)) fault(line, 'is there twice')
    seen.add(series)
    samples.push(sample)
  }
  return { samples, types, faults }
}

function readComment(
  line: string,
  types: Map<string, string>,
  samples: readonly Sample[],
  fault: (line: string, says: string) => void,
): void {
  const [, name = '', type = ''] = /^#[ \t]+TYPE[ \t]+(\S+)[ \t]+(\S+)[ \t]*$/.exec(line) ?? []
  if (name === '') {
    if (/^#[ \t]+TYPE\b/.test(line)) fault(line, 'is no type of a metric')
    return
  }
  if (!NAME.test(name)) fault(line, 'has no name of a metric')
  if (!TYPES.has(type)) fault(line, `has the type "${type}", which there is not`)
  if (types.has(name)) fault(line, 'is a second type of the same metric')
  if (samples.some((sample) => sample.name === name)) fault(line, 'comes after a value of the metric')
  types.set(name, type)
}

/** What is wrong with it where it cannot be read. */
function readSample(line: string): Sample | string {
  const match = SAMPLE.exec(line)
  if (match === null) return 'is no value of a metric'
  const [, name = '', written = '', value = ''] = match
  const labels = readLabels(written)
  if (typeof labels === 'string') return labels
  const number =
    { '+Inf': Infinity, Inf: Infinity, '-Inf': -Infinity, NaN: Number.NaN }[value] ?? Number(value)
  if (Number.isNaN(number) && value !== 'NaN') return `has the value "${value}", which is no number`
  return { name, labels, value: number }
}

function readLabels(written: string): Map<string, string> | string {
  const labels = new Map<string, string>()
  LABEL.lastIndex = 0
  while (LABEL.lastIndex < written.length) {
    const from = LABEL.lastIndex
    const match = LABEL.exec(written)
    if (match === null) return `has no label at "${written.slice(from, from + 40)}"`
    const [, name = '', value = ''] = match
    if (labels.has(name)) return `has the label "${name}" twice`
    labels.set(name, value)
  }
  return labels
}

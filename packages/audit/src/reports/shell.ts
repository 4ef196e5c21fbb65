/** A word for `sh` that stands for exactly this text. */
export function quote(text: string): string {
  return /^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

/** From how many times on one byte again and again is made, not written out. */
const LONG_RUN = 64

/** A command for `sh` that prints exactly these bytes, one character each. */
export function printing(bytes: string): string {
  const commands: string[] = []
  let at = 0
  const writeUpTo = (end: number) => {
    if (end > at) commands.push(`printf '${format(bytes.slice(at, end))}'`)
  }
  for (const { from, to } of longRuns(bytes)) {
    writeUpTo(from)
    commands.push(`head -c ${to - from} /dev/zero | tr '\\0' '${escape(bytes.charAt(from))}'`)
    at = to
  }
  writeUpTo(bytes.length)
  const [first = `printf ''`, ...more] = commands
  return more.length === 0 ? first : `{ ${commands.join('; ')}; }`
}

/** Counted one by one: a regular expression keeps a place to go back to for each, and has too little room for millions. */
function* longRuns(bytes: string): Generator<{ readonly from: number; readonly to: number }> {
  let from = 0
  for (let to = 1; to <= bytes.length; to++) {
    if (to < bytes.length && bytes.charCodeAt(to) === bytes.charCodeAt(from)) continue
    if (to - from >= LONG_RUN) yield { from, to }
    from = to
  }
}

/** As a format of printf(1). With a dash in front it would be an option. */
function format(bytes: string): string {
  return bytes.replaceAll(/[^]/g, (byte) => (byte === '%' ? '%%' : escape(byte))).replace(/^-/, '\\055')
}

/** As printf(1) and tr(1) understand it, within single quotes. */
function escape(byte: string): string {
  if (byte === '\r') return '\\r'
  if (byte === '\n') return '\\n'
  if (byte === '\\') return '\\\\'
  return /[ -&(-~]/.test(byte) ? byte : `\\${byte.charCodeAt(0).toString(8).padStart(3, '0')}`
}

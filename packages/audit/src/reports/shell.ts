/** A word for `sh` that stands for exactly this text. */
export function quote(text: string): string {
  return /^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

/** One byte again and again: it is made, not written out. */
const LONG_RUN = /([^])\1{63,}/g

/** A command for `sh` that prints exactly these bytes, one character each. */
export function printing(bytes: string): string {
  const commands: string[] = []
  let at = 0
  const writeUpTo = (end: number) => {
    if (end > at) commands.push(`printf '${format(bytes.slice(at, end))}'`)
  }
  for (const { 0: run, 1: byte = '', index } of bytes.matchAll(LONG_RUN)) {
    writeUpTo(index)
    commands.push(`head -c ${run.length} /dev/zero | tr '\\0' '${escape(byte)}'`)
    at = index + run.length
  }
  writeUpTo(bytes.length)
  const [first = `printf ''`, ...more] = commands
  return more.length === 0 ? first : `{ ${commands.join('; ')}; }`
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

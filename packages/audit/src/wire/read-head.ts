import { Headers1 } from './answer.ts'

/**
 * The lines up to the empty one.
 *
 * @param searched up to where the empty line was looked for before
 */
export function readHead(
  bytes: Buffer,
  from: number,
  searched = from,
): { readonly lines: string[]; readonly end: number; readonly faults: string[] } | undefined {
  // What has come of its end by then may be a part of it.
  const begin = Math.max(from, searched - 3)
  const strict = bytes.indexOf('\r\n\r\n', begin)
  const loose = bytes.indexOf('\n\n', begin)
  if (strict === -1 && loose === -1) return undefined
  const bare = strict === -1 || (loose !== -1 && loose < strict)
  const to = bare ? loose : strict
  const lines = bytes
    .subarray(from, to)
    .toString('latin1')
    .split(bare ? /\r?\n/ : '\r\n')
  const faults = bare ? ['a line ends with LF alone (RFC 9112 section 2.2)'] : []
  return { lines, end: to + (bare ? 2 : 4), faults }
}

export function readFields(lines: readonly string[], faults: string[]): Headers1 {
  const fields: [string, string][] = []
  for (const line of lines) {
    const colon = line.indexOf(':')
    const name = line.slice(0, Math.max(colon, 0))
    if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(name)) {
      faults.push(`"${line.slice(0, 80)}" is no header field (RFC 9112 section 5)`)
      continue
    }
    const value = line.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, '')
    // oxlint-disable-next-line no-control-regex
    if (/[\0-\x08\x0a-\x1f\x7f]/.test(value))
      faults.push(`the value of ${name} has control characters (RFC 9110 section 5.5)`)
    fields.push([name, value])
  }
  return new Headers1(fields)
}

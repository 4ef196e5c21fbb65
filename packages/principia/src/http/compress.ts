import type { IncomingMessage } from 'node:http'
import { unknownNames } from '../errors/index.ts'
import type { ReplyHeaders } from '../routing/index.ts'
import { CODINGS, negotiateCoding, refusesIdentity, type Coding } from './codings.ts'
import { isCompressible } from './compressible.ts'
import type { Cors } from './cors.ts'
import { canEncodeStream } from './encode-stream.ts'

/** How answers are made smaller on their way: content codings (RFC 9110 section 8.4). */
export interface CompressionOptions {
  /** The codings that may be used, the one to prefer first: `zstd`, `br`, `gzip` unless said. */
  readonly codings?: readonly Coding[]
  /** Bytes from which on it is worth it: 1024 unless said. With less, an answer is one packet either way. */
  readonly threshold?: number
}

/** What decides about an answer's coding. */
export interface Codable {
  readonly status: number
  readonly type: string
  readonly headers: ReplyHeaders | undefined
  readonly ranges?: boolean | undefined
}

export interface Compression {
  /**
   * Chooses the coding of an answer; `'identity'` for none, where another request would get one, so that the
   * answer varies by `Accept-Encoding`; `undefined` for one that has none whoever asks.
   *
   * @param size bytes of the content, where they are known
   */
  choose(
    request: IncomingMessage,
    answer: Codable,
    size: number | undefined,
    cors: Cors | undefined,
  ): Coding | 'identity' | undefined
}

/** Preferences that are remembered. Clients are many, but what they send here is one of a few texts. */
const REMEMBERED = 64
const REMEMBERED_LENGTH = 128

/** @throws TypeError for options that make no sense */
export function compileCompression(options: CompressionOptions = {}): Compression {
  const [unknown] = unknownNames(options, ['codings', 'threshold'])
  if (unknown !== undefined) throw new TypeError(unknown)
  const { codings = CODINGS, threshold = 1024 } = options
  checkOptions(codings, threshold)
  const known = new Map<string, Preference>()
  let lastHeader = ''
  let last: Preference = toPreference(lastHeader, codings)
  const preferenceOf = (header: string): Preference => {
    if (header === lastHeader) return last
    const preference = known.get(header) ?? toPreference(header, codings)
    if (known.size < REMEMBERED && header.length <= REMEMBERED_LENGTH) known.set(header, preference)
    lastHeader = header
    last = preference
    return preference
  }
  return {
    choose(request, answer, size, cors) {
      const accepted = request.headers['accept-encoding']
      const preference = accepted === undefined ? undefined : preferenceOf(accepted)
      const worthIt = (size === undefined || size >= threshold) && isCompressible(answer.type)
      if (!worthIt && preference?.refusesIdentity !== true) return undefined
      if (isFixed(answer)) return undefined
      if (preference?.coding === undefined || couldTell(request, cors)) return 'identity'
      // A part that is asked for is a part of the bytes as they are.
      if (answer.ranges === true && request.headers.range !== undefined) return 'identity'
      return size === undefined && !canEncodeStream() ? 'identity' : preference.coding
    },
  }
}

interface Preference {
  readonly coding: Coding | undefined
  readonly refusesIdentity: boolean
}

function toPreference(header: string, codings: readonly Coding[]): Preference {
  const coding = negotiateCoding(header, codings)
  return {
    // Where nothing is acceptable the answer is sent as it is: it is of more use than a 406.
    coding: coding === 'identity' ? undefined : coding,
    refusesIdentity: refusesIdentity(header),
  }
}

/** What is coded already stays so; a part of a representation is a part of its bytes; and a handler can forbid it. */
function isFixed({ status, headers }: Codable): boolean {
  if (status === 206) return true
  if (headers === undefined) return false
  return (
    'content-encoding' in headers ||
    'content-range' in headers ||
    String(headers['cache-control'] ?? '').includes('no-transform')
  )
}

/**
 * Whether the length of a coded answer could tell somebody what is in it (BREACH, 2013): a page of another
 * site makes a browser ask on behalf of its user, with guesses in the address, and watches the line for
 * the answer that a right guess makes shorter. Such a request carries the user's credentials, and the
 * browser says where it came from. Whom CORS lets read the answer has no need to guess.
 */
function couldTell({ headers }: IncomingMessage, cors: Cors | undefined): boolean {
  const site = headers['sec-fetch-site']
  if (site !== 'cross-site' && site !== 'same-site') return false
  if (headers.cookie === undefined && headers.authorization === undefined) return false
  const allowed: string[] = []
  cors?.write(headers.origin, allowed)
  return !allowed.includes('Access-Control-Allow-Credentials')
}

function checkOptions(codings: readonly Coding[], threshold: number): void {
  const unknown = codings.find((coding) => !CODINGS.includes(coding))
  if (unknown !== undefined || codings.length === 0 || new Set(codings).size < codings.length) {
    const given = JSON.stringify(codings)
    throw new TypeError(`\`codings\` are some of ${CODINGS.join(', ')}, once each; got ${given}.`)
  }
  if (!Number.isInteger(threshold) || threshold < 0) {
    throw new TypeError(`\`threshold\` is a number of bytes; got ${threshold}.`)
  }
}

/** One answer as it came, HTTP/1.1 only. */
export interface Answer {
  readonly status: number
  readonly reason: string
  /** `HTTP/1.1`. */
  readonly version: string
  /** In their order, as they were spelt. */
  readonly headers: Headers1
  /** Without its transfer coding; with its content coding. */
  readonly body: Buffer
  readonly trailers: Headers1
  /** Interim answers (1xx) that came before it. */
  readonly interim: readonly Answer[]
  /** Whether all of it came, by its own framing. */
  readonly complete: boolean
  /** How its end was told (RFC 9112 section 6.3). */
  readonly framing: 'none' | 'length' | 'chunked' | 'close'
  /** What is wrong with its syntax: empty for a good answer. */
  readonly faults: readonly string[]
  /** Its place in what was received, in bytes. */
  readonly from: number
  readonly to: number
  /** Milliseconds from the first byte sent on the connection since the answer before it, to its first and last byte. */
  readonly firstByte: number
  readonly lastByte: number
}

/** Header fields in their order. */
export class Headers1 {
  readonly fields: readonly (readonly [name: string, value: string])[]

  constructor(fields: readonly (readonly [string, string])[]) {
    this.fields = fields
  }

  /** The value of a field, several joined by commas (RFC 9110 section 5.3); `undefined` where there is none. */
  get(name: string): string | undefined {
    const all = this.all(name)
    return all.length === 0 ? undefined : all.join(', ')
  }

  all(name: string): string[] {
    const wanted = name.toLowerCase()
    return this.fields.filter(([each]) => each.toLowerCase() === wanted).map(([, value]) => value)
  }

  has(name: string): boolean {
    return this.all(name).length > 0
  }

  /** The members of a list field, trimmed, in lower case unless told otherwise. Not for fields with quoted commas. */
  list(name: string, options: { readonly exact?: boolean } = {}): string[] {
    return (this.get(name) ?? '')
      .split(',')
      .map((member) => (options.exact === true ? member.trim() : member.trim().toLowerCase()))
      .filter((member) => member !== '')
  }
}

export function isJson(answer: Answer): boolean {
  return /^application\/(?:[\w.+-]+\+)?json\b/i.test(answer.headers.get('content-type') ?? '')
}

/** The body as JSON; `undefined` where it is none. */
export function jsonOf(answer: Answer): unknown {
  try {
    return JSON.parse(answer.body.toString()) as unknown
  } catch {
    return undefined
  }
}

/** `200 OK`, `503`. */
export function statusLine({ status, reason }: Answer): string {
  return reason === '' ? String(status) : `${status} ${reason}`
}

/** The status of an answer, to be marked. */
export const STATUS = /^HTTP\S+ \d+/

/** Whether two answers are one content: something, of the same type, byte for byte. */
export function sameContent(one: Answer, other: Answer): boolean {
  return (
    one.body.length > 0 &&
    one.body.equals(other.body) &&
    one.headers.get('content-type') === other.headers.get('content-type')
  )
}

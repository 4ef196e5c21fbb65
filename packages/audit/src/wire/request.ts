/** A request that any client could send. */
export interface RequestSpec {
  /** GET unless said. */
  readonly method?: string
  /** From the slash on, as it goes out; nothing is encoded. */
  readonly path: string
  /** In place of the usual ones of the same name; `undefined` leaves one out. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>
  /** Content as it goes out. Its length is told; its type is the sender's to say. */
  readonly body?: string | Uint8Array
  /** Content as JSON, with its type. */
  readonly json?: unknown
  /** Sent with the headers of this user. */
  readonly as?: { readonly headers: Readonly<Record<string, string>> } | undefined
}

const USER_AGENT = 'principia-audit'

/** The bytes of a request (RFC 9112 section 3). */
export function writeRequest(spec: RequestSpec, host: string): Buffer {
  const { method = 'GET', path } = spec
  const content = contentOf(spec)
  const fields = headersOf(spec, host, content)
  const lines = fields.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  const head = Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines}\r\n`, 'latin1')
  return content === undefined ? head : Buffer.concat([head, content])
}

/** The fields of a request in the order in which they go out. */
function headersOf(
  spec: RequestSpec,
  host: string,
  content: Buffer | undefined = contentOf(spec),
): [string, string][] {
  const fields = new Map<string, [string, string | readonly string[] | undefined]>()
  const set = (name: string, value: string | readonly string[] | undefined) =>
    fields.set(name.toLowerCase(), [name, value])
  set('Host', host)
  set('User-Agent', USER_AGENT)
  set('Accept', '*/*')
  if (spec.json !== undefined) set('Content-Type', 'application/json')
  if (content !== undefined) set('Content-Length', String(content.length))
  for (const [name, value] of Object.entries(spec.as?.headers ?? {})) set(name, value)
  for (const [name, value] of Object.entries(spec.headers ?? {})) set(name, value)
  return [...fields.values()].flatMap(([name, value]) =>
    value === undefined ? [] : [value].flat().map((each): [string, string] => [name, each]),
  )
}

function contentOf({ body, json }: RequestSpec): Buffer | undefined {
  if (json !== undefined) return Buffer.from(JSON.stringify(json))
  if (body === undefined) return undefined
  return typeof body === 'string' ? Buffer.from(body) : Buffer.from(body)
}

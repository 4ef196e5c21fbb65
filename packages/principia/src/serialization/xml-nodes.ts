import { isUtf8 } from 'node:buffer'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { Malformed, type DecodeLimits } from './codec.ts'

/** An element as it was written. Texts have their references resolved. */
export interface XmlNode {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly XmlNode[]
  readonly text: string
}

/**
 * Reads XML 1.0 into its root element. There is no DOCTYPE here and so no entities but the five that XML
 * itself has: nothing can expand ("billion laughs"), and nothing is fetched (XXE).
 *
 * @throws Malformed
 */
export function readXml(bytes: Buffer, limits: DecodeLimits): XmlNode {
  if (!isUtf8(bytes)) throw new Malformed('it is not valid UTF-8')
  const text = bytes.toString().replace(/^\ufeff/, '')
  const why = whyRefused(text)
  if (why !== undefined) throw new Malformed(why)
  const valid = XMLValidator.validate(text)
  if (valid !== true) throw new Malformed(`it is not well-formed XML, in line ${valid.err.line}`)
  const budget = { left: limits.values }
  const roots = toNodes(parse(text, limits), budget, limits)
  const [root] = roots.children
  if (root === undefined || roots.children.length > 1) throw new Malformed('it has no single root element')
  return root
}

function whyRefused(text: string): string | undefined {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) return 'a DOCTYPE is not accepted'
  const encoding = /^<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)/.exec(text)?.[1]?.toLowerCase()
  if (encoding !== undefined && encoding !== 'utf-8' && encoding !== 'us-ascii')
    return 'it says that it is not UTF-8'
  // XML 1.0 section 2.2; halves of surrogate pairs cannot be in valid UTF-8.
  // eslint-disable-next-line no-control-regex
  if (/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/.test(text))
    return 'it holds a character that XML does not allow'
  if (/[<\s]__proto__[\s/>=]/.test(text)) return 'a member is named "__proto__"'
  return undefined
}

/** One more level than there may be: the list of roots. */
function parse(text: string, { depth }: DecodeLimits): Ordered[] {
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    cdataPropName: CDATA,
    parseTagValue: false,
    trimValues: false,
    processEntities: false,
    ignoreDeclaration: true,
    ignorePiTags: true,
    maxNestedTags: depth,
    onDangerousProperty: (name) => name,
  })
  try {
    return parser.parse(text) as Ordered[]
  } catch (error) {
    if (error instanceof Error && error.message.includes('nested'))
      throw new Malformed(`it is nested more than ${depth} levels deep`)
    throw new Malformed('it is not well-formed XML')
  }
}

const TEXT = '#text'
const CDATA = '#cdata'
const ATTRIBUTES = ':@'

/** The parser's tree: one member with the name of the element, and `:@` with its attributes. */
type Ordered = Readonly<Record<string, unknown>>

function toNodes(
  ordered: readonly Ordered[],
  budget: { left: number },
  limits: DecodeLimits,
): Pick<XmlNode, 'children' | 'text'> {
  const children: XmlNode[] = []
  let text = ''
  for (const entry of ordered) {
    const name = Object.keys(entry).find((key) => key !== ATTRIBUTES)
    if (name === undefined) continue
    if (name === TEXT) text += resolveReferences(String(entry[TEXT]))
    else if (name === CDATA) text += cdataOf(entry)
    else {
      const attributes = new Map(
        Object.entries(entry[ATTRIBUTES] ?? {}).map(([key, value]) => [
          key,
          resolveReferences(String(value)),
        ]),
      )
      budget.left -= 1 + attributes.size
      if (budget.left < 0) throw new Malformed(`it has more than ${limits.values} values`)
      children.push({ name, attributes, ...toNodes(entry[name] as Ordered[], budget, limits) })
    }
  }
  return { children, text }
}

function cdataOf(entry: Ordered): string {
  const inner = entry[CDATA] as readonly Ordered[]
  return inner.map(({ [TEXT]: text }) => (typeof text === 'string' ? text : '')).join('')
}

/** XML 1.0 sections 4.1 and 4.6: character references, and the five entities that need no declaration. */
function resolveReferences(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#x([\dA-Fa-f]{1,6})|#(\d{1,7})|(\w{1,4}));|&/g, (_whole, hex, decimal, name) => {
    const character: string | undefined =
      name === undefined ? fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal)) : ENTITIES[name]
    if (character === undefined) throw new Malformed('a reference is used that XML does not know')
    return character
  })
}

function fromCodePoint(code: number): string | undefined {
  const allowed =
    code === 0x9 ||
    code === 0xa ||
    code === 0xd ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0x10ffff)
  return allowed ? String.fromCodePoint(code) : undefined
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/** XML Schema, part 1, section 2.7.2: an element that stands for null. */
export const NIL = 'xsi:nil'

const NAMESPACE = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'

/**
 * Writes data as XML 1.0. Members are elements, members whose name begins with `@` attributes, `#text` is the
 * text between them. A list is its member's element repeated; without a member it holds `item`s.
 *
 * @throws TypeError for a name that XML does not allow
 */
export function writeXml(value: unknown, root: string): string {
  const content = element(root, value)
  const body = content.includes(NIL) ? content.replace(`<${root}`, `<${root} ${NAMESPACE}`) : content
  return `<?xml version="1.0" encoding="UTF-8"?>\n${body}`
}

export function isXmlName(name: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}._-]*$/u.test(name) && !/^xml/i.test(name)
}

function element(name: string, value: unknown): string {
  if (!isXmlName(name)) throw new TypeError(`"${name}" cannot be the name of an XML element.`)
  if (value === null || value === undefined) return `<${name} ${NIL}="true"/>`
  if (Array.isArray(value)) return wrap(name, '', value.map((item) => element('item', item)).join(''))
  if (typeof value !== 'object') return wrap(name, '', escape(textOf(value)))
  let attributes = ''
  let content = ''
  for (const [key, member] of Object.entries(value)) {
    if (key === '#text') content += escape(textOf(member))
    else if (key.startsWith('@')) attributes += attribute(key.slice(1), member)
    else if (Array.isArray(member)) content += member.map((item) => element(key, item)).join('')
    else content += element(key, member)
  }
  return wrap(name, attributes, content)
}

function attribute(name: string, value: unknown): string {
  if (!isXmlName(name)) throw new TypeError(`"${name}" cannot be the name of an XML attribute.`)
  return value === null || value === undefined ? '' : ` ${name}="${escapeAttribute(textOf(value))}"`
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function wrap(name: string, attributes: string, content: string): string {
  return content === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${content}</${name}>`
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
  '\n': '&#10;',
  '\t': '&#9;',
}

/** As it is, a return would be read as a line feed (XML 1.0 section 2.11). */
function escape(text: string): string {
  return expressible(text).replace(/[&<>\r]/g, (character) => ESCAPES[character] as string)
}

/** In an attribute line ends and tabs would be read as spaces (section 3.3.3). */
function escapeAttribute(text: string): string {
  return expressible(text).replace(/[&<>"\r\n\t]/g, (character) => ESCAPES[character] as string)
}

/** What XML cannot say at all (section 2.2) becomes U+FFFD: one such character must not cost the whole answer. */
function expressible(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.toWellFormed().replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '\ufffd')
}

import type { Inspection } from '../../run/inspection.ts'
import type { Operation, Schema } from '../../target/description.ts'
import { isObject } from '../../target/openapi/document.ts'
import type { Verdict } from '../../verdict.ts'
import type { BodyCall, Stored } from '../openapi/body-calls.ts'
import { freeTexts } from '../openapi/texts-of.ts'
import { acrossBodies, attempt, isTaken } from '../openapi/trials.ts'

/** Something that has taken XML. */
export interface XmlCall {
  /** `POST /notes`. */
  readonly name: string
  /** A member that holds any text. */
  readonly text: string
  /** Sends the example. @param before the root, such as a DOCTYPE @param text as markup, in place of the member's text */
  readonly store: (before: (root: string) => string, text: string) => Promise<Stored>
}

/** Examines each operation that takes JSON and the same as XML. */
export function acrossXml(
  inspection: Inspection,
  none: string,
  examine: (call: XmlCall) => Promise<Verdict | undefined>,
): Promise<Verdict> {
  const { description } = inspection.target
  return acrossBodies(inspection, none, async (call) => {
    const [member] = freeTexts(call, description)
    if (member === undefined) return undefined
    const { type, schema } = describedXml(call.operation)
    const roots = new Set([nameOf(schema ?? call.schema), ...namesFrom(call.name), 'root'])
    for (const root of roots) {
      if (root === undefined) continue
      const store: XmlCall['store'] = (before, markup) => {
        const members = Object.entries(call.example()).filter(([name]) => name !== member.name)
        const inner = members.map(([name, value]) => element(name, value)).join('')
        const body = `<?xml version="1.0" encoding="UTF-8"?>\n${before(root)}<${root}><${member.name}>${markup}</${member.name}>${inner}</${root}>`
        return call.store({ body, headers: { 'Content-Type': type } })
      }
      const plain = await attempt(() => store(() => '', 'Some text'))
      if (plain !== undefined && isTaken(plain.answered.answer))
        return await examine({ name: call.name, text: member.name, store })
    }
    return undefined
  })
}

function describedXml(operation: Operation | undefined): { type: string; schema: Schema | undefined } {
  const found = Object.entries(operation?.body?.content ?? {}).find(([type]) => /[/+]xml\b/i.test(type))
  return found === undefined
    ? { type: 'application/xml', schema: undefined }
    : { type: found[0], schema: found[1].schema }
}

/** What its schema calls it: by `xml`, or by the name that it is referred to with. */
function nameOf(schema: Schema | undefined): string | undefined {
  if (!isObject(schema)) return undefined
  const { xml, $ref } = schema
  if (isObject(xml) && typeof xml['name'] === 'string') return xml['name']
  return typeof $ref === 'string' ? $ref.slice($ref.lastIndexOf('/') + 1) : undefined
}

/** `note` and `notes` for `POST /notes`. */
function namesFrom(call: BodyCall['name']): string[] {
  const last = /\/([a-z]\w*)(?:\/\{[^/]*\})?$/i.exec(call)?.[1]
  return last === undefined ? [] : [last.replace(/s$/, ''), last]
}

function element(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((each) => element(name, each)).join('')
  const inner = isObject(value)
    ? Object.entries(value)
        .map(([each, one]) => element(each, one))
        .join('')
    : written(value).replaceAll(/[<>&]/g, (sign) => `&#${sign.charCodeAt(0)};`)
  return `<${name}>${inner}</${name}>`
}

function written(value: unknown): string {
  return typeof value === 'string' ? value : value === null ? '' : (JSON.stringify(value) ?? '')
}

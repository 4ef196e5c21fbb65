import { isUtf8 } from 'node:buffer'
import { parseQuery } from '../routing/index.ts'
import { compileCoercion } from '../validation/index.ts'
import { defineCodec, Malformed, type Codec } from './codec.ts'

/**
 * What an HTML form sends (`application/x-www-form-urlencoded`, WHATWG URL section 5.1); read like a query
 * string, and coerced by the schema like one. It is read only.
 *
 * @example
 * route('POST /sign-up', { access: 'public', codecs: [json, form], body: t.Object({ age: t.Integer() }) }, …)
 */
export const form: Codec = defineCodec({
  type: 'application/x-www-form-urlencoded',
  decode: readForm,
  forSchema(schema) {
    const coerce = compileCoercion(schema)
    return { decode: (bytes) => coerce(readForm(bytes)) }
  },
})

function readForm(bytes: Buffer): Record<string, string | string[]> {
  if (!isUtf8(bytes)) throw new Malformed('it is not valid UTF-8')
  const values = parseQuery(bytes.toString())
  if (values === undefined) throw new Malformed('it is not validly encoded, or has too many fields')
  return values
}

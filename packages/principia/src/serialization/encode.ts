import type { TSchema } from 'typebox'
import {
  compileDeclared,
  compileSchema,
  isStandardSchema,
  type Failure,
  type JsonSchema,
  type Schema,
} from '../validation/index.ts'
import { toData } from './data.ts'
import { pickDeclared } from './pick.ts'
import { refuseUnsayable } from './unsayable.ts'

/**
 * Turns what a handler gave back into the text or bytes of a format, as the route's response schema has it: as
 * JSON, unless `write` says otherwise.
 *
 * Members that the schema does not declare never leave the server: a row with a column too many is
 * not a leak. A value that does not fit the schema is a fault of the program and throws. (Of a Standard
 * Schema it is the library that decides what happens to undeclared members.)
 */
export type Encode = (value: unknown, write?: Write) => Encoded | Promise<Encoded>
export type Encoded = string | Uint8Array

/** Writes a value that needs no more looking at. */
export type Write = (value: unknown) => Encoded

export class ResponseMismatch extends Error {
  override readonly name = 'ResponseMismatch'

  constructor(failures: readonly Failure[]) {
    super(
      `The handler's answer does not fit the declared response: ${failures
        .slice(0, 5)
        .map(({ pointer, message }) => `${pointer === '' ? 'the body' : pointer} ${message}`)
        .join('; ')}.`,
    )
  }
}

export function compileEncoder(schema: Schema): Encode {
  return isStandardSchema(schema) ? encodeStandard(schema) : encodeDeclared(schema)
}

/** The `write` of a codec: what it is given is data, as JSON would have carried it. */
export function writeData(encode: Write): Write {
  return (value) => {
    refuseUnsayable(value)
    const data = toData(value)
    if (data === undefined)
      throw new TypeError(`A handler gave back ${typeof value}, which no format can express.`)
    return encode(data)
  }
}

function encodeDeclared(schema: TSchema): Encode {
  const declared = compileDeclared(schema, 'response')
  return (value, write = writeJson) => {
    // Most answers fit exactly; only one that does not is worth a copy.
    if (declared.fits(value)) return write(value)
    refuseUnsayable(value)
    const picked = pickDeclared(schema as JsonSchema, value)
    // The closed schema has the last word: what picking did not understand is refused, not leaked.
    if (declared.fits(picked)) return write(picked)
    // What says itself how it is written, as a Date does, is looked at as it will be read: as text.
    const data = pickDeclared(schema as JsonSchema, toData(value))
    if (!declared.fits(data)) throw new ResponseMismatch(declared.explain(data))
    return write(data)
  }
}

function encodeStandard(schema: Schema): Encode {
  const validate = compileSchema(schema, 'response')
  return async (value, write = writeJson) => {
    const failures: Failure[] = []
    const output = await validate(value, failures)
    if (failures.length > 0) throw new ResponseMismatch(failures)
    return write(output)
  }
}

/** @throws TypeError for what JSON cannot express */
export function writeJson(value: unknown): string {
  refuseUnsayable(value)
  const text = JSON.stringify(value)
  if (text === undefined)
    throw new TypeError(`A handler gave back ${typeof value}, which JSON cannot express.`)
  return text
}

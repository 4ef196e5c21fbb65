/** A JSON Schema (2020-12), whatever version of OpenAPI it was written in. References lead into the description. */
export type Schema = boolean | { readonly [keyword: string]: unknown }

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header' | 'cookie'
  readonly required: boolean
  readonly schema: Schema
  /** A value that works, where one is given. */
  readonly example?: unknown
  /** How lists and objects are written: `simple`, `form`, `deepObject`, ...; `json` where its content is JSON. */
  readonly style: string
  readonly explode: boolean
}

export interface Content {
  readonly schema: Schema | undefined
  /** Of each value, where it is a sequence of them (`itemSchema` of OpenAPI 3.2, `x-item-schema` before). */
  readonly item?: Schema
  readonly example?: unknown
}

export interface DescribedAnswer {
  readonly headers: readonly string[]
  /** By media type or range. Empty where the answer has no content. */
  readonly content: Readonly<Record<string, Content>>
}

export interface Operation {
  /** In capitals. */
  readonly method: string
  /** With the base of its server: `/api/notes/{id}`. */
  readonly path: string
  readonly id: string | undefined
  readonly parameters: readonly Parameter[]
  readonly body:
    | { readonly required: boolean; readonly content: Readonly<Record<string, Content>> }
    | undefined
  /** By status, `4XX` or `default`. */
  readonly answers: Readonly<Record<string, DescribedAnswer>>
  /** Whether one has to be somebody. */
  readonly secured: boolean
  readonly deprecated: boolean
}

/** Where a value breaks a rule of a schema. */
export interface Mistake {
  /** Of the value: `/items/0/title`. Of what is missing, where it would be. */
  readonly pointer: string
  /** The keyword: `minLength`. */
  readonly rule: string
  /** A sentence. */
  readonly says: string
}

/** An API as its OpenAPI document has it. */
export interface Description {
  /** Where it was found or given. */
  readonly from: string
  /** `3.1.0`. */
  readonly version: string
  /** As it was given, references and all. */
  readonly document: unknown
  readonly operations: readonly Operation[]
  /** What is wrong with the document itself: empty for a good one. */
  readonly faults: readonly string[]
  /**
   * Where a value does not fit a schema, as sentences with JSON Pointers; empty where it does. In a request, members that
   * are `readOnly` may be missing although they are required; in an answer, which is meant unless said, `writeOnly` ones.
   */
  readonly mistakes: (schema: Schema, value: unknown, way?: 'request' | 'answer') => readonly string[]
  /** The same, as data. */
  readonly examine: (schema: Schema, value: unknown, way?: 'request' | 'answer') => readonly Mistake[]
  /** The schema with its references at the top resolved. */
  readonly resolve: (schema: Schema) => Schema
}

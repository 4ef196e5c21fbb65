/** A JSON Schema (2020-12), whatever version of OpenAPI it was written in. References lead into the description. */
export type Schema = boolean | { readonly [keyword: string]: unknown }

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header' | 'cookie'
  readonly required: boolean
  readonly schema: Schema
  /** A value that works, where one is given. */
  readonly example?: unknown
}

export interface Content {
  readonly schema: Schema | undefined
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
  /** Where a value does not fit a schema, as sentences with JSON Pointers; empty where it does. */
  readonly mistakes: (schema: Schema, value: unknown) => readonly string[]
  /** The schema with its references at the top resolved. */
  readonly resolve: (schema: Schema) => Schema
}

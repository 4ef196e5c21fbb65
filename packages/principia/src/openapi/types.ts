import type { JsonSchema } from '../validation/index.ts'

/** What the OpenAPI Specification 3.1 calls by these names, as far as documents made here use it. */
export interface OpenApiDocument {
  readonly openapi: '3.1.1'
  readonly info: { readonly title: string; readonly version: string; readonly description?: string }
  readonly tags?: readonly { readonly name: string }[]
  readonly paths: Readonly<Record<string, PathItem>>
  readonly components: Components
}

export type PathItem = { readonly [Method in 'get' | 'post' | 'put' | 'patch' | 'delete']?: Operation }

export interface Operation {
  readonly operationId: string
  readonly summary?: string
  readonly description?: string
  readonly tags?: readonly string[]
  readonly deprecated?: true
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[]
  /** The name of the access rule; where it is absent, everybody may call. */
  readonly 'x-access'?: string
  /** The versions of the API in which this is the operation, where requests name theirs in a header. */
  readonly 'x-versions'?: readonly string[]
  readonly servers?: readonly Server[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: RequestBody
  readonly responses: Readonly<Record<string, Response | Reference>>
}

export interface Server {
  readonly url: string
  readonly variables?: Readonly<Record<string, { readonly default: string }>>
}

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header' | 'cookie'
  readonly required?: true
  readonly description?: string
  readonly deprecated?: true
  readonly style?: 'form' | 'simple'
  readonly explode?: boolean
  /** Whether the value of a path parameter may have slashes, which OpenAPI cannot express. */
  readonly 'x-slashes'?: true
  readonly schema: JsonSchema
}

export interface RequestBody {
  readonly required: true
  readonly content: Content
}

export interface Response {
  readonly description: string
  readonly headers?: Readonly<Record<string, Header | Reference>>
  readonly content?: Content
}

export interface Header {
  readonly description: string
  readonly required?: true
  readonly schema: JsonSchema
}

export type Content = Readonly<Record<string, MediaType>>

export interface MediaType {
  readonly schema?: JsonSchema
  readonly examples?: Readonly<Record<string, { readonly summary?: string; readonly value: unknown }>>
  /** Of the parts of a form, those that may have certain media types only. */
  readonly encoding?: Readonly<Record<string, { readonly contentType: string }>>
  /** What each line of newline-delimited JSON is. */
  readonly 'x-item-schema'?: JsonSchema
}

export interface Reference {
  readonly $ref: string
}

export interface Components {
  readonly schemas?: Readonly<Record<string, JsonSchema>>
  readonly responses?: Readonly<Record<string, Response>>
  readonly headers?: Readonly<Record<string, Header>>
  readonly securitySchemes?: Readonly<Record<string, SecurityScheme>>
}

export type SecurityScheme =
  | { readonly type: 'http'; readonly scheme: 'bearer' | 'basic' }
  | { readonly type: 'apiKey'; readonly in: 'cookie'; readonly name: string }

import type { Asked } from './asked.ts'
import type { Reply } from './reply.ts'
import type { JsonSchema, SchemaName } from './schemas.ts'
import type { State } from './state.ts'

export interface ParameterSpec {
  readonly schema: JsonSchema & { readonly type: 'string' | 'integer' }
  readonly description?: string
  readonly example?: string | number
}

/** What one method of a place does, and what of that the description says. */
export interface Endpoint {
  /** The name of the operation. */
  readonly id: string
  readonly summary: string
  /** Who may call; anybody unless said. */
  readonly access?: 'token' | 'token or cookie'
  /** Parameters of the query. Others are refused; where this is left out, the query is overlooked. */
  readonly query?: Readonly<Record<string, ParameterSpec>>
  /** Header fields that mean something here beyond what HTTP itself says of them. */
  readonly fields?: Readonly<Record<string, ParameterSpec>>
  /** Whether parts can be asked for. */
  readonly ranges?: boolean
  readonly takes?: {
    readonly types: readonly string[]
    readonly schema: SchemaName
    readonly example?: unknown
  }
  /** Whether calls are counted against the limit for signing in. */
  readonly limited?: boolean
  /** Its success. */
  readonly gives: {
    readonly status: 200 | 201 | 204
    readonly description: string
    /** Media types, the preferred first; none where there is no content. */
    readonly types: readonly string[]
    readonly schema?: SchemaName
    readonly headers?: Readonly<Record<string, string>>
  }
  /** Failures of its own, besides those that follow from the above. */
  readonly fails?: Readonly<Record<number, string>>
  /** @throws Problem */
  readonly run: (asked: Asked, state: State) => Reply | Promise<Reply>
}

/** A path and what may be done there. */
export interface Place {
  /** As OpenAPI writes it: `/books/{id}`. */
  readonly pattern: string
  readonly parameters?: Readonly<Record<string, ParameterSpec>>
  readonly methods: Readonly<Partial<Record<'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', Endpoint>>>
  /** Methods that no page of another origin may use. */
  readonly notCrossOrigin?: readonly string[]
}

/** Every method that works at a place. */
export function allowed({ methods }: Place): string[] {
  return [
    ...Object.keys(methods).flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])),
    'OPTIONS',
  ]
}

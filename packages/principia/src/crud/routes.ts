import type { Static, TObject, TUnsafe } from 'typebox'
import type { ProblemDefinition, problems } from '../errors/index.ts'
import type { AccessRule, Route } from '../routing/index.ts'
import type { BulkOperation, BulkResult } from './bulk.ts'
import type { PatchOperation } from './json-patch.ts'
import type { conflict } from './problems.ts'
import type { ItemLinks, NewItem, Operation, Paging } from './spec.ts'

/** What a resource is told by its declaration, as types: all that the types of its routes depend on. */
export interface ResourceTypes {
  path: string
  id: string
  item: TObject
  readOnly: string
  immutable: string
  listed: string
  refusal: ProblemDefinition
  filter: string
  fields: boolean
  by: Paging
  links: ItemLinks
}

type Item<T extends ResourceTypes> = Static<T['item']> & LinksOf<T['links']>

/** `never` where the resource gives none. */
type LinksOf<Links> = [Links] extends [never]
  ? unknown
  : { readonly links: Readonly<Links> & { readonly self: string } }
type Written<T extends ResourceTypes> = TUnsafe<NewItem<T['item'], T['readOnly']>>
type Changed<T extends ResourceTypes> = TUnsafe<NewItem<T['item'], T['readOnly'] | T['immutable']>>
type Shown<T extends ResourceTypes> = TUnsafe<Item<T>>
type Access = { readonly access: 'public' | AccessRule<unknown, never> }
type ItemPath<T extends ResourceTypes> = `${T['path']}/:${T['id']}`
type Refusals = { 404: typeof problems.notFound; 412: typeof problems.preconditionFailed }

/** What an operation answers with, and the problems that the resource's own rules add to it. */
type Answers<Own, Refusal extends ProblemDefinition> = {
  [Status in keyof Own | Refusal['status']]:
    | (Status extends keyof Own ? Own[Status] : never)
    | Extract<Refusal, { readonly status: Status }>
}
type Conflicts = { 409: typeof conflict }

/** The parameters of a list. Which filters compare, and which are about null, the schema knows. */
type ListParameters<T extends ResourceTypes> = {
  readonly limit?: number
  readonly sort?: string
  readonly q?: string
  readonly fields?: string
} & Place<T['by']> & {
    readonly [Member in T['filter'] & keyof Static<T['item']>]?: readonly Static<T['item']>[Member][]
  } & {
    readonly [
      Member in T['filter'] &
        keyof Static<T['item']> &
        string as `${Member}.${'ne' | 'lt' | 'lte' | 'gt' | 'gte'}`
    ]?: Static<T['item']>[Member]
  } & { readonly [Member in T['filter'] as `${Member}.null`]?: boolean }

type ListedItem<T extends ResourceTypes> = [T['listed']] extends [never]
  ? Item<T>
  : Pick<Item<T>, keyof Item<T> & (T['listed'] | 'links')>

type List<T extends ResourceTypes> = {
  readonly items: readonly (T['fields'] extends true ? Partial<Item<T>> : ListedItem<T>)[]
  readonly page: Page<T['by']>
}

/** Where in a list a page begins. */
type Place<By> = By extends 'offset'
  ? { readonly offset?: number }
  : { readonly after?: string; readonly before?: string }

type Page<By> = By extends 'offset'
  ? { readonly offset: number; readonly limit: number; readonly total: number }
  : { readonly next: string | null; readonly previous: string | null }

/** The route of each operation of a resource. The parameters of its path are those that the path says, a module's too. */
export interface ResourceRoutes<T extends ResourceTypes> extends Record<Operation, Route> {
  list: Route<
    'GET',
    T['path'],
    Access & {
      query: TUnsafe<ListParameters<T>>
      responses: Answers<{ 200: TUnsafe<List<T>> }, T['refusal']>
    }
  >
  create: Route<
    'POST',
    T['path'],
    Access & { body: Written<T>; responses: Answers<{ 201: Shown<T> } & Conflicts, T['refusal']> }
  >
  read: Route<
    'GET',
    ItemPath<T>,
    Access & { responses: Answers<{ 200: Shown<T>; 404: typeof problems.notFound }, T['refusal']> }
  >
  replace: Route<
    'PUT',
    ItemPath<T>,
    Access & {
      body: Changed<T>
      responses: Answers<{ 200: Shown<T> } & Refusals & Conflicts, T['refusal']>
    }
  >
  patch: Route<
    'PATCH',
    ItemPath<T>,
    Access & {
      body: TUnsafe<Readonly<Record<string, unknown>> | readonly PatchOperation[]>
      responses: Answers<{ 200: Shown<T> } & Refusals & Conflicts, T['refusal']>
    }
  >
  delete: Route<
    'DELETE',
    ItemPath<T>,
    Access & { responses: Answers<{ 204: null } & Refusals, T['refusal']> }
  >
  bulk: Route<
    'POST',
    `${T['path']}/bulk`,
    Access & {
      body: TUnsafe<{ readonly operations: readonly BulkOperation[] }>
      responses: Answers<
        { 200: TUnsafe<{ readonly results: readonly BulkResult[] }> } & Refusals & Conflicts,
        T['refusal']
      >
    }
  >
}

import type { ProblemDefinition } from '../errors/index.ts'
import type { Answered, Schema } from '../validation/index.ts'
import type { BodyForm } from './body-form.ts'
import type { Content, MediaContent, Reply } from './reply.ts'

export type Responses = { readonly [status: number]: DeclaredResponse }

export type DeclaredResponse =
  | Schema
  | BodyForm
  | MediaContent
  | null
  | ProblemDefinition
  | readonly ProblemDefinition[]

/** What a handler may give back: the plain body of the success it declared, or a `reply` with a status. */
export type ResultOf<R> = R extends Responses ? PlainBody<R> | DeclaredReply<R> : unknown

type SuccessStatus = 200 | 201 | 202 | 203 | 204 | 206
type PlainBody<R> = {
  [Status in keyof R]: Status extends SuccessStatus ? BodyOf<R[Status]> : never
}[keyof R]
type DeclaredReply<R> = {
  [Status in keyof R]: Status extends number ? Reply<Status, BodyOf<R[Status]>> : never
}[keyof R]
type BodyOf<Declared> = Declared extends null
  ? undefined
  : Declared extends MediaContent
    ? Content
    : Declared extends BodyForm<unknown, infer Given>
      ? Given
      : Declared extends ProblemDefinition | readonly ProblemDefinition[]
        ? never
        : Sent<Answered<Declared>>

/** What is sent is only read, so data that may not be changed will do; and a `Date` for text that is a moment. */
export type Sent<T> = T extends object
  ? T extends Date
    ? T
    : { readonly [Name in keyof T]: Sent<T[Name]> }
  : T

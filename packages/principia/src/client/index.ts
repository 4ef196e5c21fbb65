export { createClient, type Client, type ClientOptions } from './client.ts'
export { DeadlineExceeded, NetworkFailure, ProblemError, UnexpectedAnswer } from './errors.ts'
export type { AnswerOf, InvalidDocument, Plain, ProblemDocument, Refusal, SuccessOf } from './answers.ts'
export type { CallOf, CallOptions, Described, Operations } from './operations.ts'

export { type AnswerHeaders } from './answer-headers.ts'
export {
  defineMiddleware,
  type Additions,
  type DefineMiddleware,
  type Middleware,
  type MiddlewareContext,
  type Next,
  type NextAdding,
} from './middleware.ts'
export { type PendingAnswer } from './pending-answer.ts'
export { fromNodeMiddleware } from './from-node-middleware.ts'
export { type MountRoute, type MountSpec } from './mount.ts'
export { mountFetch, type FetchHandler } from './mount-fetch.ts'
export { mountNode } from './mount-node.ts'
export { type NodeHandler } from './node-handler.ts'

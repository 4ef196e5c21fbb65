/**
 * Principia: a backend you can see through. This is what an app is made of; each concept has more under
 * its own name, such as `principia/database`.
 */
export {
  basicCredentials,
  bearerInvalid,
  bearerRequired,
  bearerToken,
  defineAccess,
  sameSecret,
} from './access/index.ts'
export { app, define, inspector, start, type App, type AppSpec, type Running } from './app/index.ts'
export { defineConfig, secret, Secret } from './config/index.ts'
export { currentScope, type Log, type Scope, type Service } from './context/index.ts'
export { defineProblem, Problem, problems, StartFault, type ProblemKind } from './errors/index.ts'
export {
  cacheControl,
  contentDisposition,
  defineCookie,
  file,
  retryAfter,
  serializeCookie,
  staticFiles,
  versionsIn,
  versionTag,
  type CacheOptions,
  type Cookie,
  type FileOptions,
  type StaticOptions,
} from './http/index.ts'
export {
  defineMiddleware,
  fromNodeMiddleware,
  mountFetch,
  mountNode,
  type Middleware,
  type PendingAnswer,
} from './middleware/index.ts'
export {
  bytes,
  created,
  media,
  module,
  multipart,
  ndjson,
  noContent,
  ranged,
  redirect,
  reply,
  route,
  stream,
  text,
  type AccessRule,
  type FilePart,
  type KeptFile,
  type Module,
  type Reply,
  type Representation,
  type Route,
  type RouteSpec,
  type UploadedFile,
  type Validators,
} from './routing/index.ts'
export { contentSecurityPolicy, sharedLimits, type LimitOptions } from './security/index.ts'
export { defineCodec, form, json, type Codec } from './serialization/index.ts'
export { t, type Schema, type Static } from './validation/index.ts'

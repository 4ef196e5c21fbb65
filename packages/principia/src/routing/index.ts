export { bytes, isBodyForm, ndjson, stream, text, type BodyForm } from './body-form.ts'
export { callSite } from './call-site.ts'
export { compileDeprecation, type CompiledDeprecation, type Deprecation } from './deprecation.ts'
export { hostParamNames } from './host.ts'
export { module, within, type Module, type ModuleSpec, type RoutesOf } from './module.ts'
export {
  multipart,
  type FilePart,
  type FileRule,
  type KeptFile,
  type MultipartRules,
  type UploadedFile,
} from './multipart.ts'
export { parsePattern, type ParamNames, type Segment } from './pattern.ts'
export { createMounts, type Mounts } from './mounts.ts'
export { decodePercent } from './path.ts'
export { parseQuery } from './query.ts'
export {
  ranged,
  StoredContent,
  toRepresentation,
  type Representation,
  type Validators,
} from './representation.ts'
export {
  created,
  isMedia,
  media,
  noContent,
  redirect,
  reply,
  Reply,
  type Content,
  type MediaContent,
  type ReplyHeaders,
} from './reply.ts'
export type { Access, AccessContext, AccessRule } from './access-rule.ts'
export type { Context, LimitContext } from './handler-context.ts'
export type { DeclaredResponse, Responses, Sent } from './responses.ts'
export type { RouteSpec } from './route-spec.ts'
export {
  METHODS,
  route,
  type DefineRoute,
  type Method,
  type Route,
  type RouteMethod,
  type ServiceCheck,
} from './route.ts'
export { createRouter, type Found, type Router } from './router.ts'
export { createRouteTable, type RouteTable, type VersionMissing } from './table.ts'
export { versionHeader, type Asked } from './version-asked.ts'
export {
  checkVersioning,
  expandVersions,
  versionMistake,
  versionNames,
  type ApiVersion,
  type Versioning,
} from './versions.ts'

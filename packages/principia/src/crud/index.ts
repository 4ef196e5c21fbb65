export {
  applyJsonPatch,
  JsonPatch,
  type Patched,
  type PatchFailure,
  type PatchOperation,
} from './json-patch.ts'
export { applyMergePatch } from './merge-patch.ts'
export { conflict, patchFailed } from './problems.ts'
export { resource, type Resource } from './resource.ts'
export type { NewItem, Operation, ResourceSpec, ServiceOf } from './spec.ts'
export { tableService, type TableOptions } from './table.ts'
export type { Call, Listed, ListQuery, ResourceService, Stored } from './types.ts'

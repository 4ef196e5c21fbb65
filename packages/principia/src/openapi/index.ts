export { openApiDocument, type Described } from './document.ts'
export type { OpenApiDocument, Operation, Parameter, PathItem } from './types.ts'

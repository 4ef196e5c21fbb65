export { compileEncoder, ResponseMismatch, type Encode } from './encode.ts'
export { decodeJson, MAX_DEPTH, type Decoded } from './json.ts'

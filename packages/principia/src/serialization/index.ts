export {
  bareType,
  codingFor,
  defineCodec,
  limitsFor,
  Malformed,
  type Codec,
  type CodecDefinition,
  type Coding,
  type DecodeLimits,
} from './codec.ts'
export { toDecodedData } from './data.ts'
export { compileEncoder, writeData, writeJson, type Write } from './encode.ts'
export { form } from './form.ts'
export { json, readJson } from './json.ts'

export { isThenable } from './thenable.ts'

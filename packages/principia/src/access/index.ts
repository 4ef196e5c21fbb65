export { defineAccess, type DefineAccess } from './access.ts'
export { bearerRequired, bearerToken, sameSecret } from './bearer.ts'

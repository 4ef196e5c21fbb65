export { defineAccess, type DefineAccess } from './access.ts'
export { basicCredentials, type BasicCredentials } from './basic.ts'
export { bearerRequired, bearerToken, sameSecret } from './bearer.ts'

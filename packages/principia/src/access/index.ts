export { defineAccess, type DefineAccess } from './access.ts'
export { basicCredentials, type BasicCredentials } from './basic.ts'
export { bearerInvalid, bearerRequired, bearerToken, sameSecret } from './bearer.ts'

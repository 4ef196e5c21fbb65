import type { Mend } from '../../check.ts'

export const mendJwt: Mend = {
  general:
    'Verify each token with the algorithms and keys that the service has been told, and with nothing that the token says of itself. Decoding is not verifying.',
  stacks: {
    Node: "jose: await jwtVerify(token, key, { algorithms: ['RS256'], issuer, audience })",
    Python: "PyJWT: jwt.decode(token, key, algorithms=['RS256'], audience=…)",
    'Go net/http': 'golang-jwt: jwt.Parse(token, keyFunc, jwt.WithValidMethods([]string{"RS256"}))',
    'Spring Boot': 'NimbusJwtDecoder.withJwkSetUri(uri).jwsAlgorithm(RS256).build()',
  },
}

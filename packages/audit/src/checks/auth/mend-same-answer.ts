import type { Mend } from '../../check.ts'

export const mendSameAnswer: Mend = {
  general:
    'Give one answer for every failure to sign in, and do the same work for each: where there is no account, verify the password against a fixed hash.',
  stacks: {
    Django: 'ModelBackend.authenticate() hashes the password of an unknown user too; own backends have to.',
    'Spring Boot': 'DaoAuthenticationProvider hides users that are not found and hashes anyway, by default.',
    Rails: 'User.authenticate_by(email:, password:) takes the same time for both.',
    Express: 'await argon2.verify(user?.hash ?? FIXED_HASH, password)',
  },
}

import type { AuditConfig } from '../config.ts'
import { didYouMean } from '../../nearest.ts'
import { isForm } from '../sign-in-request.ts'
import { step } from '../openapi/document.ts'
import type { Report } from './shape.ts'

/** Tells where one part of a configuration does not go with another; its shape is right. */
export function findContradictions(config: AuditConfig, report: Report): void {
  checkUsers(config, report)
  const named = [
    ...(config.pages ?? []).map((page, index) => ({
      name: typeof page === 'string' ? undefined : page.as,
      pointer: `/pages/${index}/as`,
    })),
    ...(config.resources ?? []).map(({ as }, index) => ({ name: as, pointer: `/resources/${index}/as` })),
    { name: config.process?.upstream?.as, pointer: '/process/upstream/as' },
  ]
  const names = [
    ...(config.users ?? []).map(({ name }) => name),
    ...(config.har?.user === undefined ? [] : [config.har.user]),
  ]
  for (const { name, pointer } of named)
    if (name !== undefined && !names.includes(name))
      report(pointer, `no user is called "${name}"; name them under "users".${didYouMean(name, names)}`)
  for (const [index, { example, text, methods, putAt }] of (config.resources ?? []).entries()) {
    const pointer = `/resources/${index}`
    if (text !== undefined && typeof example[text] !== 'string')
      report(step(pointer, 'text'), `"${text}" is no text in the example; name a member that is`)
    if (putAt !== undefined && putAt.length === 0)
      report(
        step(pointer, 'putAt'),
        'it is empty; give an address such as "/files/{{random}}", or leave it out',
      )
    if (methods !== undefined && putAt === undefined && !methods.includes('create'))
      report(step(pointer, 'methods'), 'without "create", and without "putAt", no item can be made')
  }
}

function checkUsers({ users = [], signIn, har }: AuditConfig, report: Report): void {
  for (const [index, { name, headers, signIn: body }] of users.entries()) {
    const pointer = `/users/${index}`
    if (users.findIndex((each) => each.name === name) !== index)
      report(step(pointer, 'name'), `somebody else is called "${name}" too; give each a name of their own`)
    if (headers === undefined && body === undefined && har?.user !== name)
      report(
        pointer,
        'give "headers", such as {"Authorization": "Bearer {{env.TOKEN}}"}, or a body to sign in with as "signIn"',
      )
    if (body !== undefined && signIn === undefined)
      report(
        step(pointer, 'signIn'),
        'say at the top under "signIn" where one signs in: {"path": "/sign-in", "token": "/token"}',
      )
    if (body !== undefined && signIn?.form === true && !isForm(body))
      report(
        step(pointer, 'signIn'),
        'a form has texts and numbers alone: {"username": "ada", "password": "…"}',
      )
  }
  if (signIn?.form === true && signIn.wrong !== undefined && !isForm(signIn.wrong))
    report('/signIn/wrong', 'a form has texts and numbers alone: {"username": "ada", "password": "wrong"}')
  if (signIn?.scheme !== undefined && signIn.token === undefined)
    report('/signIn/scheme', 'it precedes a token; say as "token" where in the answer that is')
  if (signIn !== undefined && !users.some((user) => user.signIn !== undefined))
    report(
      '/signIn',
      'nobody signs in there; give a user a body to sign in with: {"name": "ada", "signIn": {…}}',
    )
}

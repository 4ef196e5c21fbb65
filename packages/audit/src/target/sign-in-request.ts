import type { RequestSpec } from '../wire/request.ts'
import { isObject } from './openapi/document.ts'
import type { SignIn } from './target.ts'

/** The request that signs somebody in, or tries to. What no form can say is sent as JSON. */
export function signInRequest(
  { method, path, form }: Pick<SignIn, 'method' | 'path' | 'form'>,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): RequestSpec {
  if (form !== true || !isForm(body)) return { method, path, headers, json: body }
  const fields = Object.entries(body).map(([name, value]): [string, string] => [name, String(value)])
  return {
    method,
    path,
    headers: { ...headers, 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  }
}

/** Whether a form can say it. */
export function isForm(body: unknown): body is Readonly<Record<string, string | number | boolean>> {
  return (
    isObject(body) &&
    Object.values(body).every((value) => ['string', 'number', 'boolean'].includes(typeof value))
  )
}

import type { Content, DescribedAnswer, Operation } from '../../target/description.ts'
import type { Answer } from '../../wire/answer.ts'
import { essence } from '../http/field-syntax.ts'

/** What is described of answers with a status: by itself, by its class, or by `default` (OpenAPI 3.1.1 section 4.8.16). */
export function describedFor({ answers }: Operation, status: number): DescribedAnswer | undefined {
  return answers[status] ?? answers[`${Math.floor(status / 100)}XX`] ?? answers['default']
}

/** What is described of content with the type of an answer, the most precise range first. */
export function contentFor({ content }: DescribedAnswer, { headers }: Answer): Content | undefined {
  const type = essence(headers.get('content-type'))
  const entries = Object.entries(content).map(([range, each]) => [essence(range), each] as const)
  const wanted = [type, `${type.split('/')[0]}/*`, '*/*']
  return wanted
    .map((range) => entries.find(([each]) => each === range)?.[1])
    .find((each) => each !== undefined)
}

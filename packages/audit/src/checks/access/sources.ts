import { owaspApi, rfc, text } from '../../source.ts'

/** Whose an item is. */
export const OBJECT_LEVEL = [
  owaspApi('API1', 'Broken Object Level Authorization'),
  text(
    'CWE-639 Authorization Bypass Through User-Controlled Key',
    'https://cwe.mitre.org/data/definitions/639.html',
  ),
]

/** Who may do something at all. */
export const FUNCTION_LEVEL = [
  owaspApi('API5', 'Broken Function Level Authorization'),
  text('CWE-862 Missing Authorization', 'https://cwe.mitre.org/data/definitions/862.html'),
  rfc(9110, '15.5.2'),
]

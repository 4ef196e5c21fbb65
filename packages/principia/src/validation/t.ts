import type { TCodec, TString, TStringOptions } from 'typebox'
import { Type } from '../typebox.ts'

interface Moments {
  /** Text that is a moment (RFC 3339), which in an answer may also be given as a `Date`. */
  readonly String: (
    options: TStringOptions & { readonly format: 'date-time' },
  ) => TCodec<TString, string | Date>
}

/** Makes schemas: TypeBox's own functions. Only their types say more. */
export const t = Type as Moments & typeof Type

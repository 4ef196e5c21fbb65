import type { Mend } from '../../check.ts'

/** For what is wrong with how a cookie is written. */
export const MEND_COOKIES: Mend = {
  general:
    'Let a library write the field, and encode what may be any text, in base64url or percent-encoded. Keep the content on the server, and a random id in the cookie.',
  stacks: {
    Express: "res.cookie(name, value, { httpOnly: true, secure: true, sameSite: 'lax' }) encodes the value",
    'Spring Boot': 'ResponseCookie.from(name, value).httpOnly(true).secure(true).sameSite("Lax").build()',
    Django: 'response.set_cookie(name, value, httponly=True, secure=True, samesite="Lax")',
    'Go net/http': 'http.SetCookie(w, &http.Cookie{…}); cookie.Valid() tells what is wrong',
    'ASP.NET Core': 'Response.Cookies.Append(name, value, new CookieOptions { … })',
  },
}

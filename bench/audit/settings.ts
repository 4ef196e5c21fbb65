/** What the environment says, for the frameworks whose documentation reads it from `process.env`. */
export const port = Number(process.env.PORT ?? 3000)

export const secret = process.env.JWT_SECRET ?? ''
if (secret === '') throw new Error('Set JWT_SECRET, with 32 characters at least.')

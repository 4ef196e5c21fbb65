import { defineProblem, file, media, module, problems, t } from 'principia'
import { route } from '../services.ts'
import { book } from './book.ts'

const chapterNotWritten = defineProblem('chapter-not-written', 404, 'This chapter is not written yet')
export const unknownConcept = defineProblem('unknown-concept', 404, 'The curriculum has no such concept')

const CurriculumView = t.Object(
  {
    parts: t.Array(
      t.Object({
        title: t.String(),
        concepts: t.Array(
          t.Object({
            id: t.String(),
            title: t.String(),
            topics: t.Array(t.String()),
            written: t.Boolean(),
            minutes: t.Integer(),
          }),
        ),
      }),
    ),
    paths: t.Array(t.Object({ id: t.String(), title: t.String(), concepts: t.Array(t.String()) })),
    statuses: t.Array(t.String()),
    cycle: t.Array(t.Object({ step: t.String(), question: t.String() })),
    noteSections: t.Array(t.String()),
    capstones: t.Array(
      t.Object({ id: t.String(), level: t.String(), title: t.String(), concepts: t.Array(t.String()) }),
    ),
  },
  { title: 'Curriculum' },
)

const readCurriculum = route(
  'GET /curriculum',
  { access: 'public', summary: 'The whole curriculum', responses: { 200: CurriculumView } },
  () => ({
    ...book.curriculum,
    parts: book.curriculum.parts.map(({ title, concepts }) => ({
      title,
      concepts: concepts.map((concept) => {
        const chapter = book.chapters.get(concept.id)
        return { ...concept, written: chapter !== undefined, minutes: chapter?.minutes ?? 0 }
      }),
    })),
  }),
)

const readChapter = route(
  'GET /chapters/:concept',
  {
    access: 'public',
    summary: 'A chapter, set for reading',
    responses: { 200: media('application/json'), 404: [chapterNotWritten, unknownConcept] },
  },
  ({ params }) => {
    requireConcept(params.concept)
    const path = book.chapterFile(params.concept)
    if (path === undefined) throw chapterNotWritten()
    return file(path, { precompressed: true })
  },
)

const readSource = route(
  'GET /source/**:path',
  {
    access: 'public',
    summary: 'A source file that a chapter links, highlighted',
    responses: { 200: media('application/json'), 404: problems.notFound },
  },
  ({ params }) => {
    const path = book.sourceFile(params.path)
    if (path === undefined) throw problems.notFound('No chapter links this file.')
    return file(path, { precompressed: true })
  },
)

export const curriculum = module({
  name: 'curriculum',
  path: '/api',
  routes: [readCurriculum, readChapter, readSource],
})

/** @throws Problem unknown-concept */
export function requireConcept(concept: string): void {
  if (!book.has(concept)) throw unknownConcept()
}

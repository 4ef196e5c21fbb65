import type { Mend } from '../../check.ts'

/** For checks of what belongs to somebody. */
export const mendOwner: Mend = {
  general:
    'Let every statement that finds, changes or deletes an item name its owner as well as its id, so that an item of somebody else is not found. A check behind the query is forgotten in the next handler.',
  stacks: {
    Django: 'Note.objects.filter(owner=request.user) in get_queryset(), for all methods',
    Rails: 'current_user.notes.find(params[:id]), not Note.find(params[:id])',
    'Spring Boot': 'repository.findByIdAndOwner(id, owner), or @PostAuthorize',
    PostgreSQL: "CREATE POLICY own ON notes USING (owner = current_setting('app.user')): row level security",
    Laravel: 'auth()->user()->notes()->findOrFail($id)',
  },
}

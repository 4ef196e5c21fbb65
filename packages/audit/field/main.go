// A small API on net/http alone, as the documentation and blog of Go write one: patterns with methods, encoding/json,
// http.MaxBytesReader, timeouts on the server, Shutdown on SIGTERM.
//
// Run: PORT=8104 go run main.go
package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

type Book struct {
	ID    int    `json:"id"`
	Title string `json:"title"`
	Year  int    `json:"year"`
}

type NoteIn struct {
	Title string  `json:"title"`
	Text  *string `json:"text"`
}

type Note struct {
	ID int `json:"id"`
	NoteIn
	owner string
}

type server struct {
	mu     sync.Mutex
	books  []Book
	notes  map[int]Note
	last   int
	tokens map[string]string
}

var passwords = map[string]string{"ada": "correct horse", "bob": "battery staple"}

func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(value)
}

func readJSON(w http.ResponseWriter, r *http.Request, into any) bool {
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, 100_000))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			http.Error(w, "the body is too large", http.StatusRequestEntityTooLarge)
			return false
		}
		http.Error(w, err.Error(), http.StatusBadRequest)
		return false
	}
	return true
}

func page(w http.ResponseWriter, r *http.Request) (limit, offset int, ok bool) {
	limit, err1 := strconv.Atoi(cmp.Or(r.FormValue("limit"), "20"))
	offset, err2 := strconv.Atoi(cmp.Or(r.FormValue("offset"), "0"))
	if err1 != nil || err2 != nil || limit < 1 || limit > 100 || offset < 0 {
		http.Error(w, "limit is 1 to 100, offset at least 0", http.StatusBadRequest)
		return 0, 0, false
	}
	return limit, offset, true
}

func window[T any](all []T, limit, offset int) []T {
	from := min(offset, len(all))
	return all[from:min(from+limit, len(all))]
}

type userKey struct{}

func (s *server) signedIn(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		s.mu.Lock()
		user, ok := s.tokens[token]
		s.mu.Unlock()
		if !ok {
			w.Header().Set("WWW-Authenticate", "Bearer")
			http.Error(w, "sign in first", http.StatusUnauthorized)
			return
		}
		next(w, r.WithContext(context.WithValue(r.Context(), userKey{}, user)))
	}
}

func (s *server) login(w http.ResponseWriter, r *http.Request) {
	var body struct{ Username, Password string }
	if !readJSON(w, r, &body) {
		return
	}
	if password, known := passwords[body.Username]; !known || password != body.Password {
		w.Header().Set("WWW-Authenticate", "Bearer")
		http.Error(w, "incorrect username or password", http.StatusUnauthorized)
		return
	}
	token := rand.Text()
	s.mu.Lock()
	s.tokens[token] = body.Username
	s.mu.Unlock()
	writeJSON(w, http.StatusOK, map[string]string{"token": token})
}

func (s *server) listBooks(w http.ResponseWriter, r *http.Request) {
	if limit, offset, ok := page(w, r); ok {
		writeJSON(w, http.StatusOK, window(s.books, limit, offset))
	}
}

func (s *server) readBook(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.Atoi(r.PathValue("id"))
	if err != nil || id < 1 || id > len(s.books) {
		http.NotFound(w, r)
		return
	}
	writeJSON(w, http.StatusOK, s.books[id-1])
}

func readNote(w http.ResponseWriter, r *http.Request) (body NoteIn, ok bool) {
	if !readJSON(w, r, &body) {
		return body, false
	}
	if body.Title == "" || len([]rune(body.Title)) > 200 || body.Text != nil && len([]rune(*body.Text)) > 10_000 {
		http.Error(w, "title is a text of 1 to 200 characters, text one of at most 10000", http.StatusUnprocessableEntity)
		return body, false
	}
	return body, true
}

func (s *server) listNotes(w http.ResponseWriter, r *http.Request) {
	limit, offset, ok := page(w, r)
	if !ok {
		return
	}
	s.mu.Lock()
	own := []Note{}
	for _, note := range s.notes {
		if note.owner == r.Context().Value(userKey{}) {
			own = append(own, note)
		}
	}
	s.mu.Unlock()
	slices.SortFunc(own, func(a, b Note) int { return a.ID - b.ID })
	writeJSON(w, http.StatusOK, window(own, limit, offset))
}

func (s *server) createNote(w http.ResponseWriter, r *http.Request) {
	body, ok := readNote(w, r)
	if !ok {
		return
	}
	s.mu.Lock()
	s.last++
	note := Note{ID: s.last, NoteIn: body, owner: r.Context().Value(userKey{}).(string)}
	s.notes[note.ID] = note
	s.mu.Unlock()
	w.Header().Set("Location", fmt.Sprintf("/notes/%d", note.ID))
	writeJSON(w, http.StatusCreated, note)
}

// own finds the note of the path, if it is the caller's. The lock must be held.
func (s *server) own(r *http.Request) (Note, bool) {
	id, err := strconv.Atoi(r.PathValue("id"))
	note, ok := s.notes[id]
	return note, err == nil && ok && note.owner == r.Context().Value(userKey{})
}

func (s *server) readNote(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	note, ok := s.own(r)
	s.mu.Unlock()
	if !ok {
		http.NotFound(w, r)
		return
	}
	writeJSON(w, http.StatusOK, note)
}

func (s *server) replaceNote(w http.ResponseWriter, r *http.Request) {
	body, ok := readNote(w, r)
	if !ok {
		return
	}
	s.mu.Lock()
	note, ok := s.own(r)
	if ok {
		note.NoteIn = body
		s.notes[note.ID] = note
	}
	s.mu.Unlock()
	if !ok {
		http.NotFound(w, r)
		return
	}
	writeJSON(w, http.StatusOK, note)
}

func (s *server) deleteNote(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	note, ok := s.own(r)
	if ok {
		delete(s.notes, note.ID)
	}
	s.mu.Unlock()
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func main() {
	s := &server{notes: map[int]Note{}, tokens: map[string]string{}}
	for n := 1; n <= 45; n++ {
		s.books = append(s.books, Book{n, fmt.Sprintf("Book %d", n), 1980 + n})
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /login", s.login)
	mux.HandleFunc("GET /books", s.listBooks)
	mux.HandleFunc("GET /books/{id}", s.readBook)
	mux.HandleFunc("GET /me", s.signedIn(func(w http.ResponseWriter, r *http.Request) {
		writeJSON(w, http.StatusOK, map[string]any{"name": r.Context().Value(userKey{})})
	}))
	mux.HandleFunc("GET /notes", s.signedIn(s.listNotes))
	mux.HandleFunc("POST /notes", s.signedIn(s.createNote))
	mux.HandleFunc("GET /notes/{id}", s.signedIn(s.readNote))
	mux.HandleFunc("PUT /notes/{id}", s.signedIn(s.replaceNote))
	mux.HandleFunc("DELETE /notes/{id}", s.signedIn(s.deleteNote))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "ok") })

	address := "127.0.0.1:" + cmp.Or(os.Getenv("PORT"), "8104")
	web := &http.Server{Addr: address, Handler: mux, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, IdleTimeout: time.Minute}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	go func() {
		log.Printf("listening at %s", address)
		if err := web.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
			log.Fatal(err)
		}
	}()
	<-ctx.Done()
	stop()
	ending, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := web.Shutdown(ending); err != nil {
		log.Fatal(err)
	}
}

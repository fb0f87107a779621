/* The loops that a campaign would otherwise spend half its time in: appraise, choose, and post changes.
 *
 * Each does what the numpy code of the same name does (see __init__.py), step for step and in the same
 * order, so that every figure agrees to the last bit: tests/test_loops.py holds them to it.  Compile without
 * contraction of multiplications and additions (hatch_build.py does), which would round differently.
 *
 * Arrays come in by the buffer protocol, so that one binary serves every Python from 3.11 on and any numpy.
 */
#define Py_LIMITED_API 0x030B0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Fingerprint of this file, from hatch_build.py: greatgame.loops compares it, so that a stale binary is left alone. */
#ifndef SOURCE
#define SOURCE 0
#endif

#define SCALE 1048576.0
#define GRID (1.0 / 1048576.0)

/* ---- Arrays in ------------------------------------------------------------------------------------------ */

/* What an argument is: one letter each, a capital where it is written to. */
#define FLOATS 'd'
#define INTS 'l'
#define BYTES 'b'
#define ROWS 'r'

static int
is_kind(const Py_buffer *view, char kind)
{
    const char *format = view->format ? view->format : "B";
    if (strchr("@=<", format[0]) && format[0]) {
        format++;
    }
    switch (kind) {
    case FLOATS:
        return format[0] == 'd';
    case INTS:
        return strchr("lq", format[0]) != NULL && view->itemsize == 8;
    case ROWS:
        return format[0] == 'T' && view->itemsize > 0;
    default:
        return strchr("?Bb", format[0]) != NULL;
    }
}

static void
release(Py_buffer *views, Py_ssize_t count)
{
    while (count-- > 0) {
        PyBuffer_Release(&views[count]);
    }
}

/* The buffer of an array in C's order: of a copy, where it lies in another order and is only read. */
static int
in_order(PyObject *array, Py_buffer *view, int written)
{
    if (PyObject_GetBuffer(array, view, PyBUF_C_CONTIGUOUS | PyBUF_FORMAT | (written ? PyBUF_WRITABLE : 0)) == 0) {
        return 0;
    }
    if (written) {
        return -1;
    }
    PyErr_Clear();
    PyObject *copy = PyMemoryView_GetContiguous(array, PyBUF_READ, 'C');
    if (copy == NULL) {
        return -1;
    }
    int result = PyObject_GetBuffer(copy, view, PyBUF_C_CONTIGUOUS | PyBUF_FORMAT);
    Py_DECREF(copy);
    return result;
}

/* Take the arrays of a call, one for each letter of `kinds`; -1 with an exception set, and nothing held, on error. */
static int
take(PyObject *const *arrays, const char *kinds, Py_buffer *views)
{
    Py_ssize_t count = (Py_ssize_t)strlen(kinds);
    for (Py_ssize_t i = 0; i < count; i++) {
        char kind = kinds[i] | 0x20;
        if (in_order(arrays[i], &views[i], kinds[i] != kind) < 0) {
            release(views, i);
            return -1;
        }
        if (!is_kind(&views[i], kind)) {
            PyErr_Format(PyExc_TypeError, "array %zd holds '%s', not '%c'", i, views[i].format, kind);
            release(views, i + 1);
            return -1;
        }
    }
    return 0;
}

/* How many figures an array has. */
static Py_ssize_t
length(const Py_buffer *view, char kind)
{
    return view->len / (kind == ROWS ? view->itemsize : kind == BYTES ? 1 : 8);
}

static int
enough_arguments(const char *name, Py_ssize_t given, Py_ssize_t wanted)
{
    if (given != wanted) {
        PyErr_Format(PyExc_TypeError, "%s takes %zd arguments, not %zd", name, wanted, given);
        return 0;
    }
    return 1;
}

/* ---- Appraise ------------------------------------------------------------------------------------------- */

/* A reading as it lies: figure `cell` of `world` at start + world * by_world + cell * by_cell, in bytes. */
typedef struct {
    const char *start;
    Py_ssize_t by_world, by_cell;
} Reading;

enum {
    LEGAL, PRESENCE, LUCK, DEVIATES, WATCHED, TERMS, FIRST, PLACES, WORLD_OUT, ENTRY_OUT, WORTH_OUT, APPRAISED
};

/* A row of greatgame.agents.weighing.WATCHED, and one of greatgame.agents.sums.TERM: tables of tables, for a processor
 * has too few registers for one table of each. */
typedef struct {
    double noise, fixed, inertia, stale, bar;
    int64_t entry, begin, end;
} Watched;

typedef struct {
    double coefficient;
    int64_t column;
} Term;

/* Room for the readings of one world, and for what may be ordered in it. */
typedef struct {
    Py_buffer *views;
    Reading *readings;
    Py_ssize_t count;
    double *seen;
    int32_t *open;
} Scratch;

static int
take_readings(PyObject *list, const Py_buffer *tables, Py_ssize_t worlds, Scratch *scratch)
{
    const int64_t *first = tables[FIRST].buf, *places = tables[PLACES].buf;
    for (Py_ssize_t i = 0; i < scratch->count; i++) {
        PyObject *array = PyList_GetItem(list, i);
        Py_buffer *view = &scratch->views[i];
        if (array == NULL || PyObject_GetBuffer(array, view, PyBUF_STRIDES | PyBUF_FORMAT) < 0) {
            release(scratch->views, i);
            return -1;
        }
        Py_ssize_t wide = (Py_ssize_t)(places[i + 1] - places[i]);
        if (!is_kind(view, FLOATS) || view->ndim != 2 || view->shape[0] != worlds || first[i] < 0
            || first[i] + wide > view->shape[1]) {
            PyErr_Format(PyExc_ValueError, "reading %zd is not [world, cell] of floats, or has too few cells", i);
            release(scratch->views, i + 1);
            return -1;
        }
        const char *start = (const char *)view->buf + first[i] * view->strides[1];
        scratch->readings[i] = (Reading){start, view->strides[0], view->strides[1]};
    }
    return 0;
}

/* Whether every number of the tables points into what it names: an error in Python, not a read of foreign memory. */
static int
fit(const Py_buffer *views, Py_ssize_t readings)
{
    Py_ssize_t worlds = views[LEGAL].shape[0], size = views[LEGAL].shape[1];
    Py_ssize_t entries = length(&views[WATCHED], ROWS), count = length(&views[TERMS], ROWS);
    const Watched *watched = views[WATCHED].buf;
    const Term *terms = views[TERMS].buf;
    const int64_t *places = views[PLACES].buf;
    int good = views[WATCHED].itemsize == sizeof(Watched) && views[TERMS].itemsize == sizeof(Term)
               && length(&views[PRESENCE], FLOATS) == worlds * size && length(&views[LUCK], BYTES) == worlds * size
               && length(&views[DEVIATES], FLOATS) == 256 && length(&views[WORLD_OUT], INTS) >= worlds * entries
               && length(&views[ENTRY_OUT], INTS) >= worlds * entries
               && length(&views[WORTH_OUT], FLOATS) >= worlds * entries && length(&views[FIRST], INTS) == readings
               && length(&views[PLACES], INTS) == readings + 1 && places[0] == 0;
    for (Py_ssize_t r = 0; good && r < readings; r++) {
        good = places[r] <= places[r + 1];
    }
    for (Py_ssize_t i = 0; good && i < entries; i++) {
        good = watched[i].entry >= 0 && watched[i].entry < size && watched[i].begin >= 0
               && watched[i].begin <= watched[i].end && watched[i].end <= count;
    }
    for (Py_ssize_t k = 0; good && k < count; k++) {
        good = terms[k].column >= 0 && terms[k].column < places[readings];
    }
    if (!good) {
        PyErr_SetString(PyExc_ValueError, "the tables of an appraisal do not fit each other");
    }
    return good;
}

/* Lay out what is seen of one world: [column]. */
static void
lay_out(const Py_buffer *views, const Scratch *scratch, Py_ssize_t world)
{
    const int64_t *places = views[PLACES].buf;
    for (Py_ssize_t r = 0; r < scratch->count; r++) {
        Reading reading = scratch->readings[r];
        const char *at = reading.start + world * reading.by_world;
        double *row = scratch->seen + places[r];
        Py_ssize_t wide = (Py_ssize_t)(places[r + 1] - places[r]);
        if (reading.by_cell == (Py_ssize_t)sizeof(double)) {
            memcpy(row, at, (size_t)wide * sizeof(double));
            continue;
        }
        for (Py_ssize_t c = 0; c < wide; c++, at += reading.by_cell) {
            row[c] = *(const double *)at;
        }
    }
}

/* What clears its bar in one world, whose readings are laid out; how many there are so far. */
static Py_ssize_t
appraise_world(const Py_buffer *views, const Scratch *scratch, double stale_most, Py_ssize_t world, Py_ssize_t found)
{
    Py_ssize_t entries = length(&views[WATCHED], ROWS), before = world * views[LEGAL].shape[1];
    const char *legal = (const char *)views[LEGAL].buf + before;
    const uint8_t *luck = (const uint8_t *)views[LUCK].buf + before;
    const double *presence = (const double *)views[PRESENCE].buf + before, *deviates = views[DEVIATES].buf;
    const Watched *watched = views[WATCHED].buf;
    const Term *terms = views[TERMS].buf;
    const double *seen = scratch->seen;
    int32_t *open = scratch->open;

    /* Those that may be ordered first: to ask in the loop below would cost more, for nobody can foresee which. */
    Py_ssize_t possible = 0;
    for (Py_ssize_t i = 0; i < entries; i++) {
        open[possible] = (int32_t)i;
        possible += legal[watched[i].entry] != 0;
    }
    for (Py_ssize_t o = 0; o < possible; o++) {
        const Watched *its = &watched[open[o]];
        /* In the order in which whole tables are added up, for the same last bit. */
        double worth = deviates[luck[its->entry]] * its->noise;
        worth += its->fixed;
        double present = presence[its->entry];
        worth += present >= 1.0 ? its->inertia : 0.0;
        worth += (present < stale_most ? present : stale_most) * its->stale;
        double sum = 0.0;
        for (const Term *term = terms + its->begin, *end = terms + its->end; term < end; term++) {
            sum += term->coefficient * seen[term->column];
        }
        worth += sum;
        if (worth > its->bar) {
            ((int64_t *)views[WORLD_OUT].buf)[found] = world;
            ((int64_t *)views[ENTRY_OUT].buf)[found] = its->entry;
            ((double *)views[WORTH_OUT].buf)[found++] = worth;
        }
    }
    return found;
}

static PyObject *
appraise(PyObject *Py_UNUSED(module), PyObject *const *args, Py_ssize_t given)
{
    if (!enough_arguments("appraise", given, APPRAISED + 2)) {
        return NULL;
    }
    double stale_most = PyFloat_AsDouble(args[APPRAISED]);
    PyObject *list = args[APPRAISED + 1];
    Scratch scratch = {.count = PyList_Size(list)};
    Py_buffer views[APPRAISED];
    if (PyErr_Occurred() || take(args, "bdbdrrllLLD", views) < 0) {
        return NULL;
    }
    PyObject *result = NULL;
    if (views[LEGAL].ndim != 2 || !fit(views, scratch.count)) {
        if (!PyErr_Occurred()) {
            PyErr_SetString(PyExc_ValueError, "what is legal is [world, entry]");
        }
        goto done;
    }
    Py_ssize_t worlds = views[LEGAL].shape[0], found = 0;
    size_t width = (size_t)((const int64_t *)views[PLACES].buf)[scratch.count];
    scratch.views = calloc((size_t)scratch.count + 1, sizeof(Py_buffer));
    scratch.readings = calloc((size_t)scratch.count + 1, sizeof(Reading));
    scratch.seen = malloc((width + 1) * sizeof(double));
    scratch.open = malloc(((size_t)length(&views[WATCHED], ROWS) + 1) * sizeof(int32_t));
    if (scratch.views == NULL || scratch.readings == NULL || scratch.seen == NULL || scratch.open == NULL) {
        PyErr_NoMemory();
        goto done;
    }
    if (take_readings(list, views, worlds, &scratch) < 0) {
        goto done;
    }
    for (Py_ssize_t w = 0; w < worlds; w++) {
        lay_out(views, &scratch, w);
        found = appraise_world(views, &scratch, stale_most, w, found);
    }
    release(scratch.views, scratch.count);
    result = PyLong_FromSsize_t(found);
done:
    free(scratch.views);
    free(scratch.readings);
    free(scratch.seen);
    free(scratch.open);
    release(views, APPRAISED);
    return result;
}

/* ---- Choose --------------------------------------------------------------------------------------------- */

enum {
    CASE_WORLD, CASE_ENTRY, CASE_WORTH, PURSE, TIME, RESOURCE, MONEY, KIND, GROUP, ACTOR, SEAT, THRESHOLD, ORDERS,
    CHOSEN_WORLD, CHOSEN_ENTRY, CHOOSES
};

/* The largest of some numbers, four at a time: one after another each comparison would wait for the one before. */
static double
largest(const double *values, Py_ssize_t count)
{
    double most[4] = {-INFINITY, -INFINITY, -INFINITY, -INFINITY};
    Py_ssize_t i = 0;
    for (; i + 4 <= count; i += 4) {
        for (int k = 0; k < 4; k++) {
            most[k] = values[i + k] > most[k] ? values[i + k] : most[k];
        }
    }
    for (; i < count; i++) {
        most[0] = values[i] > most[0] ? values[i] : most[0];
    }
    double one = most[0] > most[1] ? most[0] : most[1], other = most[2] > most[3] ? most[2] : most[3];
    return one > other ? one : other;
}

/* What a case is like, as floats: they are compared several at a time. */
typedef struct {
    double *kind, *group;
} Alike;

/* Choices of one row, the cases of one seat in one world; `worth` and `left` are written to. */
static Py_ssize_t
choose_row(const Py_buffer *views, const int64_t *entry, Alike alike, double *restrict worth, Py_ssize_t cases,
           double *left, double bar, int64_t orders, double variety, int64_t *chosen)
{
    const double *time = views[TIME].buf, *money = views[MONEY].buf;
    const double *restrict kind = alike.kind, *restrict group = alike.group;
    const int64_t *resource = views[RESOURCE].buf;
    Py_ssize_t found = 0;
    while (found < orders) {
        double most = largest(worth, cases);
        if (!(most > bar)) {
            break;
        }
        Py_ssize_t best = 0;
        while (worth[best] != most) {
            best++;
        }
        int64_t number = entry[best];
        worth[best] = -INFINITY;
        if (!(left[0] >= time[number] && left[resource[number]] >= money[number])) {
            continue;
        }
        left[0] -= time[number];
        left[resource[number]] -= money[number];
        chosen[found++] = number;
        double its_kind = kind[best], its_group = group[best];
        for (Py_ssize_t i = 0; i < cases; i++) {
            double less = group[i] == its_group ? INFINITY : variety;
            worth[i] -= kind[i] == its_kind ? less : 0.0;
        }
    }
    return found;
}

/* Whether all tables of cases have the same length, and so all tables of entries and of seats. */
static int
cases_fit(const Py_buffer *views, Py_ssize_t cases, Py_ssize_t size)
{
    Py_ssize_t seats = length(&views[THRESHOLD], FLOATS);
    return length(&views[CASE_WORLD], INTS) == cases && length(&views[CASE_WORTH], FLOATS) == cases
           && length(&views[CHOSEN_ENTRY], INTS) >= cases && length(&views[CHOSEN_WORLD], INTS) >= cases
           && length(&views[TIME], FLOATS) == size && length(&views[RESOURCE], INTS) == size
           && length(&views[MONEY], FLOATS) == size && length(&views[KIND], INTS) == size
           && length(&views[GROUP], INTS) == size && length(&views[ORDERS], INTS) == seats;
}

/* Whether an actor has a purse and a seat. */
static int
seated(const Py_buffer *views, int64_t actor, Py_ssize_t actors)
{
    if (actor < 0 || actor >= actors || actor >= length(&views[SEAT], INTS)) {
        return 0;
    }
    int64_t seat = ((const int64_t *)views[SEAT].buf)[actor];
    return seat >= 0 && seat < length(&views[THRESHOLD], FLOATS);
}

static PyObject *
choose(PyObject *Py_UNUSED(module), PyObject *const *args, Py_ssize_t given)
{
    if (!enough_arguments("choose", given, CHOOSES + 2)) {
        return NULL;
    }
    double variety = PyFloat_AsDouble(args[CHOOSES]), near = PyFloat_AsDouble(args[CHOOSES + 1]);
    if (PyErr_Occurred()) {
        return NULL;
    }
    Py_buffer views[CHOOSES];
    if (take(args, "llDddldlllldlLL", views) < 0) {
        return NULL;
    }
    PyObject *result = NULL;
    const int64_t *world = views[CASE_WORLD].buf, *entry = views[CASE_ENTRY].buf;
    const int64_t *actor = views[ACTOR].buf, *seat = views[SEAT].buf, *orders = views[ORDERS].buf;
    const int64_t *resource = views[RESOURCE].buf, *kind = views[KIND].buf, *group = views[GROUP].buf;
    const double *purse = views[PURSE].buf, *threshold = views[THRESHOLD].buf;
    double *worth = views[CASE_WORTH].buf;
    int64_t *chosen_world = views[CHOSEN_WORLD].buf, *chosen = views[CHOSEN_ENTRY].buf;
    Py_ssize_t cases = length(&views[CASE_ENTRY], INTS), size = length(&views[ACTOR], INTS), found = 0;
    double *left = NULL;
    Alike alike = {NULL, NULL};
    if (views[PURSE].ndim != 3 || !cases_fit(views, cases, size)) {
        PyErr_SetString(PyExc_ValueError, "the tables of a choice do not fit each other");
        goto done;
    }
    Py_ssize_t worlds = views[PURSE].shape[0], actors = views[PURSE].shape[1], purses = views[PURSE].shape[2];
    left = calloc((size_t)purses + 1, sizeof(double));
    alike.kind = malloc(((size_t)cases + 1) * sizeof(double));
    alike.group = malloc(((size_t)cases + 1) * sizeof(double));
    if (left == NULL || alike.kind == NULL || alike.group == NULL) {
        PyErr_NoMemory();
        goto done;
    }
    for (Py_ssize_t i = 0; i < cases; i++) {
        if (world[i] < 0 || world[i] >= worlds || entry[i] < 0 || entry[i] >= size
            || resource[entry[i]] < 0 || resource[entry[i]] >= purses) {
            PyErr_SetString(PyExc_IndexError, "a case names a world, an entry or a purse that there is not");
            goto done;
        }
        alike.kind[i] = (double)kind[entry[i]];
        alike.group[i] = (double)group[entry[i]];
    }
    for (Py_ssize_t first = 0, end; first < cases; first = end) {
        int64_t w = world[first], its = actor[entry[first]];
        if (!seated(views, its, actors)) {
            PyErr_SetString(PyExc_IndexError, "a case names an actor that has no seat");
            goto done;
        }
        for (end = first + 1; end < cases && world[end] == w && actor[entry[end]] == its; end++) {
        }
        for (Py_ssize_t r = 0; r < purses; r++) {
            left[r] = purse[(w * actors + its) * purses + r] + near;
        }
        Alike its_alike = {alike.kind + first, alike.group + first};
        Py_ssize_t more = choose_row(views, entry + first, its_alike, worth + first, end - first, left,
                                     threshold[seat[its]], orders[seat[its]], variety, chosen + found);
        for (Py_ssize_t i = 0; i < more; i++) {
            chosen_world[found++] = w;
        }
    }
    result = PyLong_FromSsize_t(found);
done:
    free(left);
    free(alike.kind);
    free(alike.group);
    release(views, CHOOSES);
    return result;
}

/* ---- Post ----------------------------------------------------------------------------------------------- */

/* Where figures lie: the tables of greatgame.world.layout, in this order of arguments. */
enum { FLAT, BEGIN, SIZE, LOW, HIGH, LAID_OUT };

/* The nearest whole number, halves to the even one: as rint, but several at a time on any processor. */
static inline double
whole(double steps)
{
    /* From here on every number is whole; adding it and taking it away again rounds smaller ones. */
    const double all_whole = 4503599627370496.0;
    double shift = copysign(all_whole, steps), rounded = (steps + shift) - shift;
    return fabs(steps) < all_whole ? rounded : steps;
}

static inline double
on_grid(double change)
{
    return whole(change * SCALE) * GRID;
}

/* Where in the array of so many worlds the figure at a place of a world lies. */
static int64_t
lies_at(const Py_buffer *views, Py_ssize_t worlds, int64_t world, int64_t place)
{
    return ((const int64_t *)views[BEGIN].buf)[place] * (worlds - 1) + place
           + world * ((const int64_t *)views[SIZE].buf)[place];
}

/* Whether the tables of a layout fit each other and the figures of so many worlds. */
static int
laid_out(const Py_buffer *views, Py_ssize_t worlds)
{
    Py_ssize_t places = length(&views[LOW], FLOATS);
    return worlds > 0 && length(&views[FLAT], FLOATS) == worlds * places && length(&views[BEGIN], INTS) == places
           && length(&views[SIZE], INTS) == places && length(&views[HIGH], FLOATS) == places;
}

static inline void
hold(double *figure, double low, double high)
{
    double held = *figure < low ? low : *figure;
    *figure = held > high ? high : held;
}

static int
named(int64_t world, int64_t place, Py_ssize_t worlds, Py_ssize_t places)
{
    if (world < 0 || world >= worlds || place < 0 || place >= places) {
        PyErr_Format(PyExc_IndexError, "there is no place %lld in world %lld", (long long)place, (long long)world);
        return 0;
    }
    return 1;
}

enum { MOVED_WORLD = LAID_OUT, MOVED_PLACE, MOVED_SIZE, MOVES };

static PyObject *
move(PyObject *Py_UNUSED(module), PyObject *const *args, Py_ssize_t given)
{
    if (!enough_arguments("move", given, MOVES + 1)) {
        return NULL;
    }
    Py_ssize_t worlds = PyLong_AsSsize_t(args[MOVES]);
    if (PyErr_Occurred()) {
        return NULL;
    }
    Py_buffer views[MOVES];
    if (take(args, "Dllddlld", views) < 0) {
        return NULL;
    }
    PyObject *result = NULL;
    double *flat = views[FLAT].buf;
    const double *low = views[LOW].buf, *high = views[HIGH].buf, *change = views[MOVED_SIZE].buf;
    const int64_t *world = views[MOVED_WORLD].buf, *place = views[MOVED_PLACE].buf;
    Py_ssize_t count = length(&views[MOVED_PLACE], INTS), places = length(&views[LOW], FLOATS);
    /* A single world's number need not be repeated. */
    int alone = worlds == 1;
    if (length(&views[MOVED_SIZE], FLOATS) != count || (!alone && length(&views[MOVED_WORLD], INTS) != count)
        || !laid_out(views, worlds)) {
        PyErr_SetString(PyExc_ValueError, "changes, places and worlds do not fit each other");
        goto done;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        if (!named(alone ? 0 : world[i], place[i], worlds, places)) {
            goto done;
        }
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        flat[lies_at(views, worlds, alone ? 0 : world[i], place[i])] += on_grid(change[i]);
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        hold(&flat[lies_at(views, worlds, alone ? 0 : world[i], place[i])], low[place[i]], high[place[i]]);
    }
    result = Py_NewRef(Py_None);
done:
    release(views, MOVES);
    return result;
}

enum {
    OF_WORLD = LAID_OUT, OF_NUMBER, OF_AMOUNT, COUNT, END, PLACE, CHANGE, MOST, SPAN, RELATIVE, POSTS
};

static PyObject *
post(PyObject *Py_UNUSED(module), PyObject *const *args, Py_ssize_t given)
{
    if (!enough_arguments("post", given, POSTS + 1)) {
        return NULL;
    }
    Py_ssize_t worlds = PyLong_AsSsize_t(args[POSTS]);
    if (PyErr_Occurred()) {
        return NULL;
    }
    Py_buffer views[POSTS];
    if (take(args, "Dllddlldllldddb", views) < 0) {
        return NULL;
    }
    PyObject *result = NULL;
    double *flat = views[FLAT].buf;
    const double *low = views[LOW].buf, *high = views[HIGH].buf, *amount = views[OF_AMOUNT].buf;
    const double *change = views[CHANGE].buf, *most = views[MOST].buf, *span = views[SPAN].buf;
    const int64_t *world = views[OF_WORLD].buf, *number = views[OF_NUMBER].buf, *place = views[PLACE].buf;
    const int64_t *counts = views[COUNT].buf, *ends = views[END].buf;
    const char *relative = views[RELATIVE].buf;
    Py_ssize_t cases = length(&views[OF_NUMBER], INTS), places = length(&views[LOW], FLOATS), total = 0;
    Py_ssize_t numbers = length(&views[COUNT], INTS), columns = length(&views[PLACE], INTS);
    double *size = NULL, *share = NULL;
    int64_t *at = NULL, *column = NULL;
    if (!laid_out(views, worlds) || length(&views[OF_WORLD], INTS) != cases
        || length(&views[OF_AMOUNT], FLOATS) != cases || length(&views[END], INTS) != numbers
        || length(&views[CHANGE], FLOATS) != columns || length(&views[MOST], FLOATS) != columns
        || length(&views[SPAN], FLOATS) != columns || length(&views[RELATIVE], BYTES) != columns) {
        PyErr_SetString(PyExc_ValueError, "cases, consequences and worlds do not fit each other");
        goto done;
    }
    for (Py_ssize_t i = 0; i < cases; i++) {
        if (!named(world[i], number[i], worlds, numbers)) {
            goto done;
        }
        if (counts[number[i]] < 0 || ends[number[i]] < counts[number[i]] || ends[number[i]] > columns) {
            PyErr_SetString(PyExc_IndexError, "a case has consequences that there are not");
            goto done;
        }
        total += counts[number[i]];
    }
    size = malloc(((size_t)total + 1) * sizeof(double));
    share = malloc(((size_t)total + 1) * sizeof(double));
    at = malloc(((size_t)total + 1) * sizeof(int64_t));
    column = malloc(((size_t)total + 1) * sizeof(int64_t));
    if (size == NULL || share == NULL || at == NULL || column == NULL) {
        PyErr_NoMemory();
        goto done;
    }
    Py_ssize_t n = 0;
    for (Py_ssize_t i = 0; i < cases; i++) {
        for (int64_t c = ends[number[i]] - counts[number[i]]; c < ends[number[i]]; c++, n++) {
            if (!named(world[i], place[c], worlds, places)) {
                goto done;
            }
            column[n] = c;
            at[n] = lies_at(views, worlds, world[i], place[c]);
            size[n] = share[n] = change[c] * amount[i];
            if (relative[c]) {
                /* Each relative change finds what those before it have left of the same figure. */
                double before = 1.0;
                for (Py_ssize_t j = 0; j < n; j++) {
                    if (relative[column[j]] && at[j] == at[n]) {
                        before *= 1.0 + share[j];
                    }
                }
                size[n] *= before;
            }
        }
    }
    for (Py_ssize_t i = 0; i < n; i++) {
        size[i] *= most[column[i]] - flat[at[i]] / span[column[i]];
    }
    for (Py_ssize_t i = 0; i < n; i++) {
        flat[at[i]] += on_grid(size[i]);
    }
    for (Py_ssize_t i = 0; i < n; i++) {
        hold(&flat[at[i]], low[place[column[i]]], high[place[column[i]]]);
    }
    result = Py_NewRef(Py_None);
done:
    free(size);
    free(share);
    free(at);
    free(column);
    release(views, POSTS);
    return result;
}

/* Add changes, in steps of the grid, to a whole variable and hold it to its bounds. */
static PyObject *
add(PyObject *Py_UNUSED(module), PyObject *const *args, Py_ssize_t given)
{
    if (!enough_arguments("add", given, 4)) {
        return NULL;
    }
    double low = PyFloat_AsDouble(args[2]), high = PyFloat_AsDouble(args[3]);
    if (PyErr_Occurred()) {
        return NULL;
    }
    Py_buffer views[2];
    if (take(args, "Dd", views) < 0) {
        return NULL;
    }
    PyObject *result = NULL;
    double *restrict values = views[0].buf;
    const double *restrict steps = views[1].buf;
    Py_ssize_t count = length(&views[0], FLOATS);
    if (length(&views[1], FLOATS) != count) {
        PyErr_SetString(PyExc_ValueError, "there are not as many changes as figures");
        goto done;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        values[i] += whole(steps[i]) * GRID;
        hold(&values[i], low, high);
    }
    result = Py_NewRef(Py_None);
done:
    release(views, 2);
    return result;
}

enum { HELD, STEPS, LOWEST, HIGHEST, RATE, USUAL, APPLIES };

/* Add what is written down for a span of variables: see greatgame.world.spans. */
static PyObject *
apply(PyObject *Py_UNUSED(module), PyObject *const *args, Py_ssize_t given)
{
    if (!enough_arguments("apply", given, APPLIES + 1)) {
        return NULL;
    }
    Py_buffer views[APPLIES + 1];
    if (take(args, "DDddddl", views) < 0) {
        return NULL;
    }
    PyObject *result = NULL;
    Py_ssize_t count = length(&views[LOWEST], FLOATS), room = length(&views[STEPS], FLOATS);
    double *restrict held = views[HELD].buf, *restrict total = views[STEPS].buf;
    const double *restrict low = views[LOWEST].buf, *restrict high = views[HIGHEST].buf;
    const double *restrict rate = views[RATE].buf, *restrict usual = views[USUAL].buf;
    /* Further rows: where each begins and ends in the span, and where it lies. */
    const int64_t *more = views[APPLIES].buf;
    Py_ssize_t rows = length(&views[APPLIES], INTS) / 3, back = length(&views[RATE], FLOATS);
    if (length(&views[HELD], FLOATS) != count || length(&views[HIGHEST], FLOATS) != count || room < count
        || (back && back != count) || length(&views[USUAL], FLOATS) != back) {
        PyErr_SetString(PyExc_ValueError, "the rows of a span do not fit each other");
        goto done;
    }
    for (Py_ssize_t r = 0; r < rows; r++) {
        const int64_t *row = more + 3 * r;
        if (row[0] < 0 || row[1] > count || row[0] > row[1] || row[2] < count || row[2] + row[1] - row[0] > room) {
            PyErr_SetString(PyExc_IndexError, "a row lies beyond its span");
            goto done;
        }
    }
    for (Py_ssize_t i = 0; i < back; i++) {
        total[i] = (usual[i] - held[i]) * rate[i];
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        total[i] = whole(total[i]);
    }
    for (Py_ssize_t r = 0; r < rows; r++) {
        int64_t begin = more[3 * r], end = more[3 * r + 1], lies = more[3 * r + 2] - begin;
        for (int64_t i = begin; i < end; i++) {
            total[i] += whole(total[lies + i]);
        }
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        held[i] += total[i] * GRID;
        hold(&held[i], low[i], high[i]);
    }
    result = Py_NewRef(Py_None);
done:
    release(views, APPLIES + 1);
    return result;
}

/* Add up columns of values by cell, in their order: see greatgame.world.world.summed. */
static PyObject *
sum_by_cell(PyObject *Py_UNUSED(module), PyObject *const *args, Py_ssize_t given)
{
    if (!enough_arguments("sum_by_cell", given, 4)) {
        return NULL;
    }
    Py_ssize_t worlds = PyLong_AsSsize_t(args[3]);
    if (PyErr_Occurred()) {
        return NULL;
    }
    Py_buffer views[3];
    if (take(args, "Ddl", views) < 0) {
        return NULL;
    }
    PyObject *result = NULL;
    Py_ssize_t columns = length(&views[2], INTS), width = worlds > 0 ? length(&views[0], FLOATS) / worlds : 0;
    double *total = views[0].buf;
    const double *values = views[1].buf;
    const int64_t *cells = views[2].buf;
    if (worlds <= 0 || length(&views[0], FLOATS) != worlds * width || length(&views[1], FLOATS) != worlds * columns) {
        PyErr_SetString(PyExc_ValueError, "values, cells and sums do not fit each other");
        goto done;
    }
    for (Py_ssize_t c = 0; c < columns; c++) {
        if (cells[c] < 0 || cells[c] >= width) {
            PyErr_Format(PyExc_IndexError, "there is no cell %lld", (long long)cells[c]);
            goto done;
        }
    }
    for (Py_ssize_t w = 0; w < worlds; w++, total += width, values += columns) {
        for (Py_ssize_t c = 0; c < columns; c++) {
            total[cells[c]] += values[c];
        }
    }
    result = Py_NewRef(Py_None);
done:
    release(views, 3);
    return result;
}

/* ---- The module ----------------------------------------------------------------------------------------- */

static PyMethodDef methods[] = {
    {"appraise", (PyCFunction)(void (*)(void))appraise, METH_FASTCALL, NULL},
    {"choose", (PyCFunction)(void (*)(void))choose, METH_FASTCALL, NULL},
    {"add", (PyCFunction)(void (*)(void))add, METH_FASTCALL, NULL},
    {"apply", (PyCFunction)(void (*)(void))apply, METH_FASTCALL, NULL},
    {"move", (PyCFunction)(void (*)(void))move, METH_FASTCALL, NULL},
    {"sum_by_cell", (PyCFunction)(void (*)(void))sum_by_cell, METH_FASTCALL, NULL},
    {"post", (PyCFunction)(void (*)(void))post, METH_FASTCALL, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "_compiled", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC
PyInit__compiled(void)
{
    PyObject *module = PyModule_Create(&definition), *source = PyLong_FromLongLong(SOURCE);
    if (module != NULL && PyModule_AddObjectRef(module, "SOURCE", source) < 0) {
        Py_DECREF(module);
        module = NULL;
    }
    Py_XDECREF(source);
    return module;
}

/* For trying the Windows bundle under wine only: wine has no icuuc.dll, which Windows 10 and later have and Qt loads.
 * Every open fails cleanly, so Qt goes without converters of old code pages. It is put into the wine prefix, never into
 * the bundle. */
#include <stddef.h>

#define MISSING 2 /* U_MISSING_RESOURCE_ERROR */
#define EXPORT __declspec(dllexport)

EXPORT void *ucnv_open(const char *name, int *status) { *status = MISSING; return NULL; }
EXPORT void ucnv_close(void *converter) {}
EXPORT void ucnv_reset(void *converter) {}
EXPORT signed char ucnv_getMaxCharSize(const void *converter) { return 1; }
EXPORT const char *ucnv_getName(const void *converter, int *status) { *status = MISSING; return NULL; }
EXPORT void ucnv_getToUCallBack(const void *converter, void **action, const void **context) {}
EXPORT void ucnv_getFromUCallBack(const void *converter, void **action, const void **context) {}
EXPORT void ucnv_setToUCallBack(void *c, void *n, const void *x, void **o, const void **p, int *s) { *s = MISSING; }
EXPORT void ucnv_setFromUCallBack(void *c, void *n, const void *x, void **o, const void **p, int *s) { *s = MISSING; }
EXPORT void ucnv_toUnicode(void *c, void **t, const void *l, const char **s, const char *m, int *o, signed char f, int *e) { *e = MISSING; }
EXPORT void ucnv_fromUnicode(void *c, char **t, const char *l, const void **s, const void *m, int *o, signed char f, int *e) { *e = MISSING; }
EXPORT void ucnv_cbFromUWriteUChars(void *a, const void **s, const void *l, int o, int *e) { *e = MISSING; }
EXPORT void ucnv_cbToUWriteUChars(void *a, const void *s, int n, int o, int *e) { *e = MISSING; }
EXPORT int ucnv_toUCountPending(const void *converter, int *status) { return 0; }
EXPORT int ucnv_fromUCountPending(const void *converter, int *status) { return 0; }
EXPORT int ucnv_countAvailable(void) { return 0; }
EXPORT const char *ucnv_getAvailableName(int n) { return NULL; }
EXPORT const char *ucnv_getStandardName(const char *name, const char *standard, int *status) { *status = MISSING; return NULL; }
EXPORT void UCNV_FROM_U_CALLBACK_SUBSTITUTE(void) {}
EXPORT void UCNV_TO_U_CALLBACK_SUBSTITUTE(void) {}

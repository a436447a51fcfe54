// ICU renames its functions by version through macros, which Swift cannot import:
// the inline functions in this header give the few that Roost uses their plain names.
//
// Those that write text return the length it needs, which may be more than `capacity` (call again
// with as much), or -1 when ICU fails.
#include <stdbool.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uspoof.h>

static inline int32_t roost_icu_length(int32_t length, UErrorCode status)
{
    if (status == U_BUFFER_OVERFLOW_ERROR || U_SUCCESS(status)) return length;
    return -1;
}

static inline int32_t roost_icu_nfc(const UChar *text, int32_t length, UChar *out, int32_t capacity)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *form = unorm2_getNFCInstance(&status);
    return roost_icu_length(unorm2_normalize(form, text, length, out, capacity, &status), status);
}

static inline int32_t roost_icu_nfkc_casefold(const UChar *text, int32_t length, UChar *out, int32_t capacity)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *form = unorm2_getNFKCCasefoldInstance(&status);
    return roost_icu_length(unorm2_normalize(form, text, length, out, capacity, &status), status);
}

// NULL when ICU fails. Nothing may change the checker afterwards; then all threads may use it.
static inline const USpoofChecker *roost_icu_spoof_checker(void)
{
    UErrorCode status = U_ZERO_ERROR;
    USpoofChecker *checker = uspoof_open(&status);
    if (U_FAILURE(status)) return NULL;
    uspoof_setRestrictionLevel(checker, USPOOF_HIGHLY_RESTRICTIVE);
    uspoof_setChecks(checker, USPOOF_RESTRICTION_LEVEL | USPOOF_INVISIBLE, &status);
    if (U_SUCCESS(status)) return checker;
    uspoof_close(checker);
    return NULL;
}

static inline int32_t roost_icu_skeleton(
    const USpoofChecker *checker, const UChar *text, int32_t length, UChar *out, int32_t capacity)
{
    UErrorCode status = U_ZERO_ERROR;
    return roost_icu_length(uspoof_getSkeleton(checker, 0, text, length, out, capacity, &status), status);
}

// The USpoofChecks bits that the text fails, or -1 when ICU fails.
static inline int32_t roost_icu_spoof_check(const USpoofChecker *checker, const UChar *text, int32_t length)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t failed = uspoof_check2(checker, text, length, NULL, &status);
    return U_SUCCESS(status) ? failed & USPOOF_ALL_CHECKS : -1;
}

// Whether the scalar joins the letter after it (Joining_Type dual or left).
static inline bool roost_icu_joins_next(UChar32 scalar)
{
    int32_t type = u_getIntPropertyValue(scalar, UCHAR_JOINING_TYPE);
    return type == U_JT_DUAL_JOINING || type == U_JT_LEFT_JOINING;
}

// Whether the scalar joins the letter before it (Joining_Type dual or right).
static inline bool roost_icu_joins_previous(UChar32 scalar)
{
    int32_t type = u_getIntPropertyValue(scalar, UCHAR_JOINING_TYPE);
    return type == U_JT_DUAL_JOINING || type == U_JT_RIGHT_JOINING;
}

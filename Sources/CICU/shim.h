// ICU renames its functions by version through macros, which Swift cannot import:
// the inline functions in this header give the few that Roost uses their plain names.
//
// Those that write text return the length it needs, which may be more than `capacity` (call again
// with as much), or -1 when ICU fails.
#include <stdbool.h>
#include <unicode/ucal.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uspoof.h>
#include <unicode/usprep.h>

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

// SASLprep for stored strings; -1 also for what it prohibits.
static inline int32_t roost_icu_saslprep(const UChar *text, int32_t length, UChar *out, int32_t capacity)
{
    UErrorCode status = U_ZERO_ERROR;
    UStringPrepProfile *profile = usprep_openByType(USPREP_RFC4013_SASLPREP, &status);
    if (U_FAILURE(status)) return -1;
    int32_t written = usprep_prepare(profile, text, length, out, capacity, USPREP_DEFAULT, NULL, &status);
    usprep_close(profile);
    return roost_icu_length(written, status);
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

// Whether ICU knows a time zone of the name.
static inline bool roost_icu_knows_zone(const UChar *zone, int32_t length)
{
    UErrorCode status = U_ZERO_ERROR;
    UBool isSystem = 0;
    UChar canonical[128];
    ucal_getCanonicalTimeZoneID(zone, length, canonical, 128, &isSystem, &status);
    return U_SUCCESS(status) && isSystem;
}

// Milliseconds that clocks of the zone are ahead of UTC at a moment (milliseconds since 1970); false when ICU fails.
static inline bool roost_icu_zone_offset(const UChar *zone, int32_t length, double moment, int32_t *offset)
{
    UErrorCode status = U_ZERO_ERROR;
    UCalendar *calendar = ucal_open(zone, length, NULL, UCAL_GREGORIAN, &status);
    if (U_FAILURE(status)) return false;
    ucal_setMillis(calendar, moment, &status);
    *offset = ucal_get(calendar, UCAL_ZONE_OFFSET, &status) + ucal_get(calendar, UCAL_DST_OFFSET, &status);
    ucal_close(calendar);
    return U_SUCCESS(status);
}

// What NFKC_Casefold makes of one scalar, in full decomposition (none for a scalar that nobody sees); -1 for itself.
static inline int32_t roost_icu_fold_scalar(UChar32 scalar, UChar *out, int32_t capacity)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *form = unorm2_getNFKCCasefoldInstance(&status);
    int32_t length = unorm2_getDecomposition(form, scalar, out, capacity, &status);
    return U_SUCCESS(status) ? length : -1;
}

// Whether NFC never changes the scalar together with what stands before it.
static inline bool roost_icu_stands_alone(UChar32 scalar)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *form = unorm2_getNFCInstance(&status);
    return U_SUCCESS(status) ? unorm2_hasBoundaryBefore(form, scalar) : true;
}

// The scalar that NFC puts in place of the two; negative when there is none.
static inline UChar32 roost_icu_composed(UChar32 first, UChar32 second)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *form = unorm2_getNFCInstance(&status);
    return U_SUCCESS(status) ? unorm2_composePair(form, first, second) : -1;
}

static inline uint8_t roost_icu_combining_class(UChar32 scalar) { return u_getCombiningClass(scalar); }

static inline bool roost_icu_is_white_space(UChar32 scalar) { return u_isUWhiteSpace(scalar); }

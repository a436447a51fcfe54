#include <sodium.h>
#include <stdlib.h>

// 1: the password fits, 0: it does not, -1: there was no memory to find out.
//
// libsodium 1.0.18 says "wrong" for the last as well. So whether the memory is to be had is tried once
// more; untouched, it costs some microseconds. Memory that came free in between still reads as "wrong".
static inline int roost_password_verify(
    const char str[crypto_pwhash_STRBYTES], const char *password, unsigned long long length, size_t memory)
{
    if (crypto_pwhash_str_verify(str, password, length) == 0) return 1;
    void *volatile probe = malloc(memory);
    int known = probe != NULL;
    free(probe);
    return known ? 0 : -1;
}

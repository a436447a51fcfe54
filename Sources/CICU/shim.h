// ICU renames its functions by version through macros, which Swift cannot import:
// the inline functions in this header give the few that Roost uses their plain names.
#include <unicode/unorm2.h>
#include <unicode/uspoof.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>

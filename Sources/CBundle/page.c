#include "cbundle.h"

// #embed is C23; the compiler has it in every mode but says so.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char page[] = {
#embed "pages/dashboard.html"
};

const unsigned char *const cbundle_page = page;
const size_t cbundle_page_size = sizeof page;

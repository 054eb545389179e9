// The files of fixtures/ (and contracts/) inside the binary, so that it runs from any directory.
#ifndef CBUNDLE_H
#define CBUNDLE_H

#include <stddef.h>

typedef struct {
  // As `fixtures/workqueue/jobs.json`.
  const char *name;
  const unsigned char *bytes;
  size_t count;
} cbundle_file;

// All files, `cbundle_file_count` of them.
const cbundle_file *cbundle_files(void);
extern const size_t cbundle_file_count;

// The page at the control port.
extern const unsigned char *const cbundle_page;
extern const size_t cbundle_page_size;

#endif
